package dev.baton.audit.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the events that were asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "Events in the order asked for. May be fewer than the limit, even none, and still have a"
            + " 'next': the search stops at what a page may cost.")
public record EventPage(
    @Schema(description = "In the order asked for") List<EventView> events,
    @Nullable String next) {}
