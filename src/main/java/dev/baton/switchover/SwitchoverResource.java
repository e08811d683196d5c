package dev.baton.switchover;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.operation.OperationView;
import dev.baton.operation.Operations;
import dev.baton.operation.PlanView;
import dev.baton.operation.Started;
import dev.baton.operation.Starts;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.SiteName;
import dev.baton.step.Steps;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts switchovers; carrying them out is the runner's work. */
@Path("/v1/pairs/{pair}/switchovers")
@Tag(name = "operations", description = "Switchovers and recoveries, and how far they have come")
@RunOnVirtualThread
public class SwitchoverResource {

  private static final Set<String> MODES = Set.of("graceful", "forced");

  private final Judgement judgement;
  private final ForcedJudgement forcedJudgement;
  private final Starts starts;
  private final Operations operations;
  private final Idempotent idempotent;
  private final SecurityIdentity identity;

  SwitchoverResource(
      Judgement judgement,
      ForcedJudgement forcedJudgement,
      Starts starts,
      Operations operations,
      Idempotent idempotent,
      SecurityIdentity identity) {
    this.judgement = judgement;
    this.forcedJudgement = forcedJudgement;
    this.starts = starts;
    this.operations = operations;
    this.idempotent = idempotent;
    this.identity = identity;
  }

  @POST
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "startSwitchover",
      summary = "Make the other site primary",
      description =
          "Answers once the request and its frozen plan are on record; nothing has moved by then."
              + " With validateOnly the same checks are made, but nothing is recorded, not even the"
              + " Idempotency-Key, and the answer is the plan.")
  @APIResponse(responseCode = "202", description = "It is on record; follow Location")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  @APIResponse(
      responseCode = "2XX",
      description = "200 with validateOnly: what would be done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PlanView.class)))
  public Response start(@PathParam("pair") String name, @Nullable SwitchoverRequest body) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return idempotent.once(
        body, (request, call) -> start(pair, request, call), operations::accepted);
  }

  private Response start(PairId pair, SwitchoverRequest request, Call call)
      throws DuplicateKeyException {
    PairState state = operations.idle(pair, call);
    String mode = Fields.required("mode", request.mode(), SwitchoverResource::mode);
    SiteName to = Fields.required("to", request.to(), SiteName::new);
    if (state.site(to).isEmpty()) {
      throw ProblemException.badRequest(
          "to",
          "'%s' is no site of %s; its standby is %s"
              .formatted(to, pair, state.standbySite().name()));
    }
    if (to.equals(state.primary())) {
      throw new ProblemException(
          ProblemType.ALREADY_PRIMARY,
          "%s is primary of %s already, in term %d.".formatted(to, pair, state.term()));
    }
    OperationId operation = Started.name("switchover");
    PairEvent requested =
        new SwitchoverRequested(
            operation, mode, state.primary(), to, Optional.ofNullable(request.acceptDataLoss()));
    Statements stated = Statements.of(request.attestations(), request.overrides(), state);
    if (mode.equals("forced")) {
      ForcedJudgement.Verdict verdict = forced(state, request, stated);
      List<PairEvent> asked = new ArrayList<>(List.of(requested));
      asked.addAll(stated.facts(operation, verdict.found()));
      return starts.start(state, request, call, asked, Started.plan(operation, verdict.steps()));
    }
    stated.requireNone();
    List<PlannedStep> steps = judgement.gracefulPlan(state);
    return starts.start(state, request, call, requested, Started.plan(operation, steps));
  }

  private ForcedJudgement.Verdict forced(
      PairState state, SwitchoverRequest request, Statements stated) {
    if (!identity.hasRole(Roles.INCIDENT_COMMANDER)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "A forced switchover can lose data: it needs the role " + Roles.INCIDENT_COMMANDER + ".");
    }
    return forcedJudgement.judge(new Steps(), state, acceptance(request.acceptDataLoss()), stated);
  }

  static String mode(String text) {
    if (!MODES.contains(text)) {
      throw new IllegalArgumentException("use graceful or forced");
    }
    return text;
  }

  static String acceptance(@Nullable String text) {
    String accepted = text == null ? "none" : text;
    if (!accepted.equals("none") && !accepted.equals("unknown") && !accepted.matches("\\d{1,18}")) {
      throw ProblemException.badRequest(
          "acceptDataLoss", "use none, unknown (any amount), or a number of bytes");
    }
    return accepted;
  }
}
