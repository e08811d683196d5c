package dev.baton.recovery;

import dev.baton.eventlog.DatabaseClock;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.Problem;
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
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Readings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts recoveries; carrying them out is the runner's work. */
@Path("/v1/pairs/{pair}/recoveries")
@Tag(name = "operations")
@RunOnVirtualThread
public class RecoveryResource {

  private static final String DOCUMENTED =
      "The documented order stops both servers for as long as the copy of the database takes, and"
          + " promotes the old primary without a proof that it has every row: rows written meanwhile"
          + " can be lost silently. 'plan' does the same with the service up until one last switch;"
          + " repeat the call with procedure 'safe' to start it.";

  private final RecoveryChoice choices;
  private final Resolve resolve;
  private final Starts starts;
  private final Operations operations;
  private final Idempotent idempotent;
  private final DatabaseClock clock;

  RecoveryResource(
      RecoveryChoice choices,
      Resolve resolve,
      Starts starts,
      Operations operations,
      Idempotent idempotent,
      DatabaseClock clock) {
    this.clock = clock;
    this.choices = choices;
    this.resolve = resolve;
    this.starts = starts;
    this.operations = operations;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "startRecovery",
      summary = "Bring the site back that is out, and on request service home",
      description =
          "The service runs on meanwhile. A rewind that fails leaves a broken data folder, which only a"
              + " copy of the whole database mends: onRewindFailure says whether a person is asked"
              + " first. With returnHome service stops once, for the last switch, after an approval"
              + " and within notBefore and notAfter. With validateOnly the same checks are made, but nothing is recorded, not"
              + " even the Idempotency-Key, and the answer is the plan.")
  @APIResponse(responseCode = "202", description = "It is on record; follow Location")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  @APIResponse(
      responseCode = "2XX",
      description = "200 with validateOnly: what would be done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PlanView.class)))
  public Response start(@PathParam("pair") String name, @Nullable RecoveryRequest body) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return idempotent.once(
        body, (request, call) -> start(pair, request, call), operations::accepted);
  }

  private Response start(PairId pair, RecoveryRequest request, Call call)
      throws DuplicateKeyException {
    if (request.survivor() != null) {
      PairState split = operations.idleOrSplit(pair, call);
      Resolve.Decided decided = resolve.decide(split, request);
      return starts.start(split, request, call, decided.requested(), decided.plan());
    }
    PairState state = operations.idle(pair, call);
    Readings now = choices.look(state);
    RecoveryChoice.Asked asked =
        new RecoveryChoice.Asked(
            request.rejoin() == null ? "auto" : request.rejoin(),
            OnRewindFailure.of(request.onRewindFailure()),
            Boolean.TRUE.equals(request.returnHome()),
            request.window(clock.instant()));
    OperationId operation = Started.name("recovery");
    if (!asked.returnHome() && Reopening.fits(state, now)) {
      PairEvent requested =
          new RecoveryRequested(
              operation, state.primary(), state.standbySite().name(), Reopening.REJOIN, false);
      return starts.start(
          state, request, call, requested, Started.plan(operation, Reopening.plan(state)));
    }
    RecoveryPlan.Choice choice = choices.choose(state, asked, now);
    PairEvent requested =
        new RecoveryRequested(
            operation,
            state.primary(),
            state.standbySite().name(),
            choice.rejoin().word(),
            asked.returnHome());
    PlanFrozen plan = Started.plan(operation, RecoveryPlan.plan(state, choice));
    return switch (request.procedure() == null ? "safe" : request.procedure()) {
      case "safe" -> starts.start(state, request, call, requested, plan);
      case "documented" -> {
        Response safe = starts.start(state, request.onlyValidated(), call, requested, plan);
        throw new ProblemException(
            Problem.of(ProblemType.DOCUMENTED_ORDER_REFUSED, DOCUMENTED)
                .with("plan", safe.getEntity()));
      }
      default -> throw ProblemException.badRequest("procedure", "use safe or documented");
    };
  }
}
