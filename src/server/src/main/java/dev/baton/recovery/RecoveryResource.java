package dev.baton.recovery;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.replica.DatabaseClock;
import dev.baton.http.ApiRoles;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.api.OperationStarter;
import dev.baton.operation.api.OperationView;
import dev.baton.operation.api.PlanView;
import dev.baton.operation.api.StartDecision;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ReopeningRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.plan.SiteHooks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts recoveries; {@code OperationRunner} carries them out. */
@Path("/v1/pairs/{pair}/recoveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RunOnVirtualThread
public class RecoveryResource {

  private static final String DOCUMENTED =
      "The documented order stops both servers for as long as the copy of the database takes, and"
          + " promotes the old primary without a proof that it has every row: rows written"
          + " meanwhile can be lost silently. 'plan' does the same with the service up until one"
          + " last switch; repeat the call with procedure 'safe' to start it.";

  private final RecoveryPlanner planner;
  private final SplitBrainResolution splitBrainResolution;
  private final OperationStarter operationStarter;
  private final IdempotentCalls idempotent;
  private final DatabaseClock clock;

  RecoveryResource(
      RecoveryPlanner planner,
      SplitBrainResolution splitBrainResolution,
      OperationStarter operationStarter,
      IdempotentCalls idempotent,
      DatabaseClock clock) {
    this.clock = clock;
    this.planner = planner;
    this.splitBrainResolution = splitBrainResolution;
    this.operationStarter = operationStarter;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(ApiRoles.OPERATOR)
  @Operation(
      operationId = "startRecovery",
      summary = "Bring the site back that is out, and on request service home",
      description =
          "The service runs on meanwhile. A rewind that fails leaves a broken data folder, which"
              + " only a copy of the whole database mends: onRewindFailure says whether a person is"
              + " asked first. With returnHome service stops once, for the last switch, after an"
              + " approval and within notBefore and notAfter. With validateOnly the same checks are"
              + " made, but nothing is recorded, not even the Idempotency-Key, and the answer is"
              + " the plan.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = "It is on record; follow Location")
  @APIResponse(
      responseCode = "200",
      description = "With validateOnly: what would be done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PlanView.class)))
  public Response start(@PathParam("pair") String name, @Nullable RecoveryRequest body) {
    return idempotent.once(body, operationStarter.on(name, this::decide), operationStarter::again);
  }

  private StartDecision decide(PairState state, RecoveryRequest request) {
    if (request.resolvesSplitBrain()) {
      return splitBrainResolution.decide(state, request);
    }
    PairSnapshot now = planner.look(state);
    RecoveryPlanner.Asked asked =
        new RecoveryPlanner.Asked(
            Optional.ofNullable(request.rejoin()).flatMap(RecoveryPlanner::rejoin),
            OnRewindFailure.of(request.onRewindFailure()),
            Boolean.TRUE.equals(request.returnHome()),
            request.window(clock.instant()));
    if (!asked.returnHome() && ReopenPlan.fits(state, now)) {
      OperationId reopening = NewOperation.name(OperationKind.REOPENING);
      return StartDecision.of(
          new ReopeningRequested(reopening, state.primary(), state.standbySite().name()),
          NewOperation.plan(reopening, ReopenPlan.plan(state, SiteHooks.of(now, state.sites()))));
    }
    OperationId operation = NewOperation.name(OperationKind.RECOVERY);
    RecoveryPlan.Choice choice = planner.choose(state, asked, now);
    PairEvent requested =
        new RecoveryRequested(
            operation,
            state.primary(),
            state.standbySite().name(),
            choice.rejoin(),
            asked.returnHome());
    StartDecision decision =
        StartDecision.of(requested, NewOperation.plan(operation, RecoveryPlan.plan(state, choice)));
    return switch (request.procedure() == null ? "safe" : request.procedure()) {
      case "safe" -> decision;
      case "documented" ->
          throw new ProblemException(
              Problem.of(ProblemType.DOCUMENTED_ORDER_REFUSED, DOCUMENTED)
                  .with("plan", operationStarter.show(state, request, decision)));
      default -> throw ProblemException.badRequest("procedure", "use safe or documented");
    };
  }
}
