package dev.baton.audit.events;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.http.ApiRoles;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.connection.ApiConnection;
import dev.baton.http.request.QueryParams;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Server-sent events: every event as soon as it is recorded. */
@Path("/v1/events/stream")
@Tag(name = "events")
public class EventStreamResource {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EventLog log;
  private final RecentEvents recent;
  private final EventSearch search;

  EventStreamResource(EventLog log, RecentEvents recent, EventSearch search) {
    this.log = log;
    this.recent = recent;
    this.search = search;
  }

  /** Does not return before the reader goes or the program ends. */
  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RunOnVirtualThread
  @Operation(
      operationId = "streamEvents",
      summary = "Follow the event log",
      description =
          "Server-sent events: id is the sequence number, data an event as in listEvents. Starts"
              + " behind Last-Event-ID, else behind 'after', else with the next event. A comment"
              + " comes every 15 seconds; a reader that does not keep up is cut off and may"
              + " resume.")
  @APIResponse(
      responseCode = "200",
      description = "Events without end.",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = EventView.class)))
  public void follow(
      @BeanParam FilterParameters parameters,
      @Parameter(
              description = "Sequence number of the last event that was received",
              schema = @Schema(type = SchemaType.STRING, pattern = QueryParams.NUMBER))
          @HeaderParam("Last-Event-ID")
          @Nullable String lastEventId,
      @Context Sse sse,
      @Context SseEventSink sink,
      @Context HttpServerRequest request) {
    EventFilter filter = parameters.filter();
    OptionalLong behind = QueryParams.number("Last-Event-ID", lastEventId, "the id of an event");
    OptionalLong after = parameters.after(filter, false);
    long head = log.head();
    recorded("Last-Event-ID", behind, head);
    recorded("after", after, head);
    long start = behind.orElseGet(() -> after.orElse(head));
    Runnable cutOff = () -> ApiConnection.of(request).ifPresent(ApiConnection::abort);
    try (var reader = new StreamReader(sse, sink, recent, search, PATIENCE, cutOff)) {
      reader.follow(start, filter);
    }
  }

  /** Whoever has seen what is not on record has followed another record: it would miss events. */
  private static void recorded(String name, OptionalLong seq, long head) {
    if (seq.isPresent() && seq.getAsLong() > head) {
      throw ProblemException.refused(
          ProblemType.EVENT_NOT_RECORDED,
          name,
          "is %d, but the newest event on record is %d; search the event log for where to go on"
              .formatted(seq.getAsLong(), head));
    }
  }
}
