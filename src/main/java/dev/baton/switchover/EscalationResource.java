package dev.baton.switchover;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.operation.OperationRunner;
import dev.baton.operation.OperationView;
import dev.baton.operation.Operations;
import dev.baton.operation.Pairs;
import dev.baton.operation.Started;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Steps;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Carries a switchover on by a new forced plan: a graceful one whose primary was lost on the way,
 * or a forced one that found a host silent that was to fence itself. Open only while the operation
 * is paused, by a step or by a person, because nothing is in flight then; and only as long as no
 * promotion was tried.
 */
@Path("/v1/operations/{operation}/escalate")
@Tag(name = "operations")
@RunOnVirtualThread
public class EscalationResource {

  private final Pairs pairs;
  private final ForcedJudgement judgement;
  private final OperationRunner runner;
  private final Operations operations;
  private final Idempotent idempotent;

  EscalationResource(
      Pairs pairs,
      ForcedJudgement judgement,
      OperationRunner runner,
      Operations operations,
      Idempotent idempotent) {
    this.pairs = pairs;
    this.judgement = judgement;
    this.runner = runner;
    this.operations = operations;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(Roles.INCIDENT_COMMANDER)
  @Operation(
      operationId = "escalateOperation",
      summary = "Carry a paused switchover on by a new forced plan",
      description =
          "Its remaining steps are planned anew, as for a forced start, and frozen with a new hash.")
  @APIResponse(responseCode = "202", description = "It is on record")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response escalate(@PathParam("operation") String id, @Nullable EscalationRequest body) {
    OperationId operation = Operations.named(id);
    return idempotent.once(
        body, (request, call) -> escalate(operation, request, call), operations::accepted);
  }

  private Response escalate(OperationId id, EscalationRequest request, Call call)
      throws DuplicateKeyException {
    PairId pair = operations.pairOf(id);
    PairState state = operations.known(pair);
    OperationState operation = operations.open(id, Move.ESCALATE, state, call);
    String accepted = SwitchoverResource.acceptance(request.acceptDataLoss());
    Steps steps = new Steps(operation.plan().orElseThrow().steps());
    Statements stated = Statements.of(request.attestations(), request.overrides(), state);
    List<PairEvent> events = new ArrayList<>(List.of(new EscalationRequested(id, accepted)));
    ForcedJudgement.Verdict verdict = judgement.judge(steps, state, accepted, stated);
    events.addAll(stated.facts(id, verdict.found()));
    events.add(Started.plan(id, verdict.steps()));
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
