package dev.baton.status;

import dev.baton.http.ChangeBody;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What it takes to go on from a record that is older than what is known of it. */
@Schema(
    description = "What it takes to go on from a record that is older than what is known of it",
    requiredProperties = {"reason"})
record AdoptRequest(
    @Schema(description = "Why, in a few words; goes into the log") @Nullable String reason,
    @Schema(description = "The change or incident it belongs to") @Nullable String ticket,
    @Schema(
            description =
                "Site that is primary, by pair; needed only for a pair of which no database writes")
        @Nullable Map<String, String> primaries)
    implements ChangeBody {

  String primary(String pair) {
    return primaries == null ? "" : primaries.getOrDefault(pair, "");
  }
}
