package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.pair.PairId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was adopted, and what is only watched still. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What was adopted, and what is only watched still")
record AdoptView(
    @Schema(description = "What the log still misses; absent when it misses nothing")
        @Nullable String rollback,
    @Schema(description = "The pairs this was about") List<AdoptedPair> pairs) {

  AdoptView {
    pairs = List.copyOf(pairs);
  }

  /** One pair whose agents knew more than its record. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "One pair whose agents knew more than its record")
  record AdoptedPair(
      String pair,
      @Schema(description = "Whether it is driven again, above what its agents know")
          boolean adopted,
      @Schema(description = "Site that is primary from here on") @Nullable String primary,
      @Nullable Long term,
      @Nullable Long epoch,
      @Schema(description = "Why it is only watched still, and the next move")
          @Nullable String why) {

    static AdoptedPair not(PairId pair, String why) {
      return new AdoptedPair(pair.value(), false, null, null, null, why);
    }
  }
}
