package dev.baton.audit.events;

import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.eventlog.append.Verification;
import dev.baton.eventlog.checkpoint.Checkpoints;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.http.ApiRoles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Searches and verifies the event log. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "events", description = "The append-only record of everything.")
public class EventResource {

  private final EventSearch search;
  private final SqlEventLog log;
  private final Checkpoints checkpoints;
  private final AcknowledgedHead acknowledged;

  EventResource(
      EventSearch search, SqlEventLog log, Checkpoints checkpoints, AcknowledgedHead acknowledged) {
    this.acknowledged = acknowledged;
    this.search = search;
    this.log = log;
    this.checkpoints = checkpoints;
  }

  /** One page. */
  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "listEvents",
      summary = "Search the event log",
      description = "All given filters must hold. A page does not change when events are added.")
  @APIResponse(responseCode = "200", description = "A page of events.")
  public EventPage list(@BeanParam PageParameters parameters) {
    EventFilter filter = parameters.filter();
    return search.page(filter, parameters.window(filter));
  }

  /** Reads the whole record. */
  @GET
  @Path("verify")
  @RolesAllowed(ApiRoles.AUDITOR)
  @Operation(
      operationId = "verifyEvents",
      summary = "Verify the event log",
      description =
          "Computes the hash of every event again and says which is the first that does not fit;"
              + " holds the checkpoints, in the database and in the file, and the newest event this"
              + " replica acknowledged against them.")
  @APIResponse(responseCode = "200", description = "What was found, whole or not.")
  public ChainReport verify() {
    Verification found = log.verify();
    Optional<LogRollback> rollback = log.rollback();
    return ChainReport.of(found, checkpoints.report(), acknowledged.highest(), rollback);
  }
}
