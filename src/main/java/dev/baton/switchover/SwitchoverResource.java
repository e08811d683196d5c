package dev.baton.switchover;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.operation.OperationRunner;
import dev.baton.operation.OperationView;
import dev.baton.operation.Operations;
import dev.baton.operation.Pairs;
import dev.baton.operation.Started;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.SiteName;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

  private final Pairs pairs;
  private final Judgement judgement;
  private final OperationRunner runner;
  private final Operations operations;
  private final Idempotent idempotent;
  private final SecurityIdentity identity;

  SwitchoverResource(
      Pairs pairs,
      Judgement judgement,
      OperationRunner runner,
      Operations operations,
      Idempotent idempotent,
      SecurityIdentity identity) {
    this.pairs = pairs;
    this.judgement = judgement;
    this.runner = runner;
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
          "Answers once the request and its frozen plan are on record; nothing has moved by then.")
  @APIResponse(responseCode = "202", description = "It is on record; follow Location")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
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
    List<PairEvent> events =
        List.of(
            requested,
            Started.plan(
                operation,
                mode.equals("forced") ? forced(state, request) : judgement.gracefulPlan(state)));
    PairState after =
        pairs.append(pair, call.context(0), newest -> operations.onlyIfSame(state, newest, events));
    runner.wake(pair);
    return operations.accepted(after);
  }

  private List<dev.baton.pair.PlannedStep> forced(PairState state, SwitchoverRequest request) {
    if (!identity.hasRole(Roles.INCIDENT_COMMANDER)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "A forced switchover can lose data: it needs the role " + Roles.INCIDENT_COMMANDER + ".");
    }
    return judgement.forcedPlan(state, acceptance(request.acceptDataLoss()));
  }

  private static String mode(String text) {
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
