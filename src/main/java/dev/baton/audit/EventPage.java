package dev.baton.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the events that were asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Events in the order asked for; may be empty.")
public record EventPage(
    List<Event> events,
    @Schema(description = "Give it as 'after' for the next page; absent on the last one. Opaque.")
        @Nullable String next) {}
