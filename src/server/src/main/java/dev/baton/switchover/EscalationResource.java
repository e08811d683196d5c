package dev.baton.switchover;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.IfMatchRequired;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.api.OperationQueries;
import dev.baton.operation.api.OperationView;
import dev.baton.operation.api.StartChecks;
import dev.baton.operation.engine.OperationRunner;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.plan.PlanBuilder;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Escalates a paused switchover by a new forced plan: a graceful one whose primary was lost on the
 * way, or a forced one that found a host silent that was to fence itself. Open only while the
 * operation is paused, by a step or by a person, because nothing is in flight then; and only as
 * long as no promotion was tried.
 */
@Path("/v1/operations/{operation}/escalate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RunOnVirtualThread
public class EscalationResource {

  private final PairRepository pairs;
  private final ForcedPrecheck forcedPrecheck;
  private final OperationRunner runner;
  private final OperationQueries operations;
  private final StartChecks checks;
  private final IdempotentCalls idempotent;

  EscalationResource(
      PairRepository pairs,
      ForcedPrecheck forcedPrecheck,
      OperationRunner runner,
      OperationQueries operations,
      StartChecks checks,
      IdempotentCalls idempotent) {
    this.pairs = pairs;
    this.forcedPrecheck = forcedPrecheck;
    this.runner = runner;
    this.operations = operations;
    this.checks = checks;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(ApiRoles.INCIDENT_COMMANDER)
  @IfMatchRequired
  @Operation(
      operationId = "escalateOperation",
      summary = "Carry a paused switchover on by a new forced plan",
      description =
          "Its remaining steps are planned anew, as for a forced start, and frozen with a new hash.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = "It is on record")
  public Response escalate(@PathParam("operation") String id, @Nullable EscalationRequest body) {
    OperationId operation = OperationQueries.named(id);
    return idempotent.once(
        body, (request, call) -> escalate(operation, request, call), operations::accepted);
  }

  private ChangeAnswer escalate(OperationId id, EscalationRequest request, ChangeCall call)
      throws DuplicateKeyException {
    PairId pair = operations.pairOf(id);
    PairState state = operations.known(pair);
    OperationState operation = checks.open(id, Move.ESCALATE, state, call);
    AcceptedLoss accepted =
        SwitchoverResource.acceptance(request.acceptDataLoss()).orElse(AcceptedLoss.none());
    PlanBuilder planBuilder = new PlanBuilder(operation.plan().orElseThrow().steps());
    OperatorStatements stated =
        OperatorStatements.of(request.attestations(), request.overrides(), state);
    List<PairEvent> events = new ArrayList<>(List.of(new EscalationRequested(id, accepted)));
    ForcedPrecheck.ForcedVerdict verdict =
        forcedPrecheck.judge(planBuilder, state, accepted, stated);
    events.addAll(stated.events(id, verdict.found()));
    events.add(NewOperation.plan(id, verdict.steps()));
    PairState after =
        pairs.append(pair, call.context(0), newest -> onlyIfSame(operation, newest, events));
    runner.wake(pair);
    return operations.accepted(after);
  }

  /** Looking at the hosts took its time; somebody else may have moved the operation meanwhile. */
  private static List<PairEvent> onlyIfSame(
      OperationState decidedOn, PairState newest, List<PairEvent> events) {
    if (!newest.running().equals(Optional.of(decidedOn))) {
      throw new ProblemException(
          ProblemType.CHANGED_MEANWHILE,
          "%s went on meanwhile; look again, then repeat.".formatted(decidedOn.id()));
    }
    return events;
  }
}
