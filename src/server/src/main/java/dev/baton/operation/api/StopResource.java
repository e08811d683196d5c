package dev.baton.operation.api;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.IdempotentCalls;
import dev.baton.operation.engine.EmergencyStop;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.PairState;
import dev.baton.pair.StopEvent;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "stop", description = "The stop of everything")
@RunOnVirtualThread
public class StopResource {

  private final PairRepository pairs;
  private final PairDirectory directory;
  private final PairAlarms alarms;
  private final IdempotentCalls idempotent;
  private final InstantSource clock;

  StopResource(
      PairRepository pairs,
      PairDirectory directory,
      PairAlarms alarms,
      IdempotentCalls idempotent,
      InstantSource clock) {
    this.clock = clock;
    this.alarms = alarms;
    this.pairs = pairs;
    this.directory = directory;
    this.idempotent = idempotent;
  }

  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getStop",
      summary = "Whether everything is stopped, by whom and why",
      description = "With every operation under way, and whether the stop holds it.")
  public StopView get() {
    return view(pairs.stop());
  }

  private StopView view(Optional<EmergencyStop> stop) {
    try {
      return StopView.of(stop, busy());
    } catch (RuntimeException e) {
      if (stop.isEmpty()) {
        throw e;
      }
      // That it stands must be told, whatever else cannot be.
      return StopView.of(stop, pairs.inMemory());
    }
  }

  private List<PairState> busy() {
    List<PairState> busy = new ArrayList<>();
    alarms.each(
        "tell what it has under way",
        directory.busy(),
        pair -> pairs.find(pair).ifPresent(busy::add));
    return busy;
  }

  @POST
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER, ApiRoles.APPROVER, ApiRoles.ADMIN})
  @Operation(
      operationId = "stopEverything",
      summary = "Have nothing start on any pair, and pause what runs",
      description =
          "An operation goes on only where that gives the users their service again: once the"
              + " promotion was tried, or on the way back. When everything is stopped already, the"
              + " stop that stands is answered. While the event log takes nothing it is in force on the"
              + " replica that was called, at once.")
  @APIResponseSchema(
      value = StopView.class,
      responseCode = "200",
      responseDescription = "It is on record")
  @APIResponse(
      responseCode = "202",
      description = "It is in force, and not on record yet; that follows by itself",
      content = @Content(schema = @Schema(implementation = StopView.class)))
  public Response stop(@Nullable StopRequest body) {
    return idempotent.once(
        body,
        (request, call) -> become(new StopDeclared(), call),
        this::again,
        (call, away) -> unrecorded(call));
  }

  private ChangeAnswer unrecorded(ChangeCall call) {
    EmergencyStop stop = pairs.stopUnrecorded(call.context(0), clock.instant());
    return ChangeAnswer.unrecorded(StopView.of(Optional.of(stop), pairs.inMemory()));
  }

  @POST
  @Path("release")
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "releaseStop",
      summary = "Let operations start again",
      description = "Operations that were paused stay so until each is resumed.")
  @APIResponseSchema(
      value = StopView.class,
      responseCode = "200",
      responseDescription = "It is on record")
  public Response release(@Nullable StopRequest body) {
    return idempotent.once(body, (request, call) -> become(new StopReleased(), call), this::again);
  }

  private ChangeAnswer become(StopEvent event, ChangeCall call)
      throws StaleVersionException, DuplicateKeyException {
    return ChangeAnswer.ok(view(pairs.become(event, call.context(0))));
  }

  private ChangeAnswer again(RecordedEvent first) {
    return ChangeAnswer.ok(get());
  }
}
