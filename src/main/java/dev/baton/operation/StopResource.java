package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Call;
import dev.baton.http.Idempotent;
import dev.baton.http.Roles;
import dev.baton.pair.StopEvent;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The stop of everything: nothing starts on any pair, and what runs is paused before its next step.
 * Only an operation whose promotion was tried, or that is on its way back, goes on: that is what
 * gives the users their service again. One that is held keeps service as it is, up or down, and
 * says so; aborting it, which takes back what was done, needs no release.
 */
@Path("/v1/stop")
@Tag(name = "stop", description = "The stop of everything")
@RunOnVirtualThread
public class StopResource {

  private final EventLog log;
  private final Pairs pairs;
  private final PairDirectory directory;
  private final Idempotent idempotent;

  StopResource(EventLog log, Pairs pairs, PairDirectory directory, Idempotent idempotent) {
    this.log = log;
    this.pairs = pairs;
    this.directory = directory;
    this.idempotent = idempotent;
  }

  @GET
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "getStop", summary = "Whether everything is stopped, by whom and why")
  public StopView get() {
    return StopView.of(
        pairs.stop(),
        directory.pairs().stream().flatMap(pair -> pairs.find(pair).stream()).toList());
  }

  @POST
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER, Roles.APPROVER, Roles.ADMIN})
  @Operation(
      operationId = "stopEverything",
      summary = "Have nothing start on any pair, and pause what runs",
      description =
          "An operation goes on only where that gives the users their service again: once the"
              + " promotion was tried, or on the way back. When everything is stopped already, the"
              + " stop that stands is answered.")
  @APIResponse(responseCode = "200", description = "It is on record")
  @APIResponseSchema(value = StopView.class, responseCode = "200")
  public Response stop(@Nullable StopRequest body) {
    return idempotent.once(
        body, (request, call) -> become(true, new StopDeclared(), call), this::again);
  }

  @POST
  @Path("release")
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "releaseStop",
      summary = "Let operations start again",
      description = "Operations that were paused stay so until each is resumed.")
  @APIResponse(responseCode = "200", description = "It is on record")
  @APIResponseSchema(value = StopView.class, responseCode = "200")
  public Response release(@Nullable StopRequest body) {
    return idempotent.once(
        body, (request, call) -> become(false, new StopReleased(), call), this::again);
  }

  private Response become(boolean stopped, StopEvent fact, Call call)
      throws StaleVersionException, DuplicateKeyException {
    List<RecordedEvent> events = log.read(StreamId.STOP, 0);
    if (Stop.after(Optional.empty(), events).isPresent() != stopped) {
      log.append(StreamId.STOP, events.size(), List.of(fact), call.context(0));
    }
    return Response.ok(get()).build();
  }

  private Response again(RecordedEvent first) {
    return Response.ok(get()).build();
  }
}
