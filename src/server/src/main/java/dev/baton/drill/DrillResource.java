package dev.baton.drill;

import dev.baton.assessment.Check.Verdict;
import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.host.HostAgent;
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
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts drills; {@code OperationRunner} carries them out. */
@Path("/v1/pairs/{pair}/drills")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RunOnVirtualThread
public class DrillResource {

  private final HostAgent agent;
  private final OperationStarter operationStarter;
  private final IdempotentCalls idempotent;

  DrillResource(HostAgent agent, OperationStarter operationStarter, IdempotentCalls idempotent) {
    this.agent = agent;
    this.operationStarter = operationStarter;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(ApiRoles.OPERATOR)
  @Operation(
      operationId = "startDrill",
      summary = "Rehearse a switchover on a throw-away copy of the standby",
      description =
          "The copy is made on the standby's own host, cut off from everything, promoted, written"
              + " to and removed; the pair goes on as it is, which is observed before and after."
              + " With validateOnly the same checks are made, but nothing is recorded, not even the"
              + " Idempotency-Key, and the answer is the plan.")
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
  public Response start(@PathParam("pair") String name, @Nullable DrillRequest body) {
    return idempotent.once(body, operationStarter.on(name, this::decide), operationStarter::again);
  }

  private StartDecision decide(PairState state, DrillRequest request) {
    boolean application = Boolean.TRUE.equals(request.application());
    if (application && !state.hasApplication()) {
      throw ProblemException.badRequest(
          "application", "%s has none; leave it out".formatted(state.pair()));
    }
    requireReady(state, application);
    OperationId operation = NewOperation.name(OperationKind.DRILL);
    PairEvent requested =
        new DrillRequested(operation, state.primary(), state.standbySite().name(), application);
    PlanFrozen plan = NewOperation.plan(operation, DrillPlan.plan(state, application));
    return StartDecision.of(requested, plan);
  }

  private void requireReady(PairState pair, boolean application) {
    PairSnapshot now = PairSnapshot.take(agent, pair);
    Readiness readiness = Readiness.graceful(pair, now);
    if (readiness.verdict() != Verdict.READY) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.NOT_READY,
                  "A drill rehearses a switchover that could be made, and this one could not: %s."
                      .formatted(
                          readiness.open().stream()
                              .map(check -> "%s: %s".formatted(check.name(), check.measured()))
                              .collect(Collectors.joining("; "))))
              .with("checks", readiness.open()));
    }
    HostId host = pair.standbySite().application();
    if (application
        && now.of(host)
            .filter(seen -> Evidence.of(seen.application()).flag(EvidenceKey.DRILLABLE))
            .isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_READY,
          "The policy of %s names no application.drill; add it there, or drill without the application."
              .formatted(host));
    }
  }
}
