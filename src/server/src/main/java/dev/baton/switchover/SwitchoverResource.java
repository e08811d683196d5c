package dev.baton.switchover;

import dev.baton.http.ApiRoles;
import dev.baton.http.Fields;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.api.OperationStarter;
import dev.baton.operation.api.OperationView;
import dev.baton.operation.api.PlanView;
import dev.baton.operation.api.StartDecision;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.PlanBuilder;
import io.quarkus.security.identity.SecurityIdentity;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts switchovers; {@code OperationRunner} carries them out. */
@Path("/v1/pairs/{pair}/switchovers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations", description = "Switchovers and recoveries, and how far they have come")
@RunOnVirtualThread
public class SwitchoverResource {

  /** What {@link AcceptedLoss#of} takes, as a regular expression. */
  static final String ACCEPTED_LOSS = "^(none|unknown|[0-9]{1,18})$";

  private final GracefulPrecheck gracefulPrecheck;
  private final ForcedPrecheck forcedPrecheck;
  private final OperationStarter operationStarter;
  private final IdempotentCalls idempotent;
  private final SecurityIdentity identity;

  SwitchoverResource(
      GracefulPrecheck gracefulPrecheck,
      ForcedPrecheck forcedPrecheck,
      OperationStarter operationStarter,
      IdempotentCalls idempotent,
      SecurityIdentity identity) {
    this.gracefulPrecheck = gracefulPrecheck;
    this.forcedPrecheck = forcedPrecheck;
    this.operationStarter = operationStarter;
    this.idempotent = idempotent;
    this.identity = identity;
  }

  @POST
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "startSwitchover",
      summary = "Make the other site primary",
      description =
          "Answers once the request and its frozen plan are on record; nothing has moved by then."
              + " A forced one needs the role incident-commander, whatever else the token may do."
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
  public Response start(@PathParam("pair") String name, @Nullable SwitchoverRequest body) {
    return idempotent.once(body, operationStarter.on(name, this::decide), operationStarter::again);
  }

  private StartDecision decide(PairState state, SwitchoverRequest request) {
    SwitchoverMode mode = Fields.required("mode", request.mode(), SwitchoverMode::of);
    SiteName to = Fields.required("to", request.to(), SiteName::new);
    if (state.site(to).isEmpty()) {
      throw ProblemException.badRequest(
          "to",
          "'%s' is no site of %s; its standby is %s"
              .formatted(to, state.pair(), state.standbySite().name()));
    }
    if (to.equals(state.primary())) {
      throw new ProblemException(
          ProblemType.ALREADY_PRIMARY,
          "%s is primary of %s already, in term %d.".formatted(to, state.pair(), state.term()));
    }
    OperationId operation = NewOperation.name(OperationKind.SWITCHOVER);
    PairEvent requested =
        new SwitchoverRequested(
            operation, mode, state.primary(), to, acceptance(request.acceptDataLoss()));
    OperatorStatements stated =
        OperatorStatements.of(request.attestations(), request.overrides(), state);
    if (mode == SwitchoverMode.FORCED) {
      ForcedPrecheck.ForcedVerdict verdict = forced(state, request, stated);
      List<PairEvent> asked = new ArrayList<>(List.of(requested));
      asked.addAll(stated.events(operation, verdict.found()));
      return new StartDecision(asked, NewOperation.plan(operation, verdict.steps()));
    }
    stated.requireNone();
    List<PlannedStep> steps = gracefulPrecheck.gracefulPlan(state);
    return StartDecision.of(requested, NewOperation.plan(operation, steps));
  }

  private ForcedPrecheck.ForcedVerdict forced(
      PairState state, SwitchoverRequest request, OperatorStatements stated) {
    if (!identity.hasRole(ApiRoles.INCIDENT_COMMANDER)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "A forced switchover can lose data: it needs the role "
              + ApiRoles.INCIDENT_COMMANDER
              + ".");
    }
    AcceptedLoss accepted = acceptance(request.acceptDataLoss()).orElse(AcceptedLoss.none());
    return forcedPrecheck.judge(new PlanBuilder(), state, accepted, stated);
  }

  /** What the caller accepts to lose; empty when it says nothing of it. */
  static Optional<AcceptedLoss> acceptance(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(given -> Fields.required("acceptDataLoss", given, AcceptedLoss::of));
  }
}
