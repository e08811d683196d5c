package dev.baton.drill;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.host.HostAgent;
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
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Check.Verdict;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** Accepts drills; carrying them out is the runner's work. */
@Path("/v1/pairs/{pair}/drills")
@Tag(name = "operations")
@RunOnVirtualThread
public class DrillResource {

  private final HostAgent agent;
  private final Starts starts;
  private final Operations operations;
  private final Idempotent idempotent;

  DrillResource(HostAgent agent, Starts starts, Operations operations, Idempotent idempotent) {
    this.agent = agent;
    this.starts = starts;
    this.operations = operations;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "startDrill",
      summary = "Rehearse a switchover on a throw-away copy of the standby",
      description =
          "The copy is made on the standby's own host, cut off from everything, promoted, written to and"
              + " removed; the pair goes on as it is, which is observed before and after. With"
              + " validateOnly the same checks are made, but nothing is recorded, not even the"
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
  public Response start(@PathParam("pair") String name, @Nullable DrillRequest body) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return idempotent.once(
        body, (request, call) -> start(pair, request, call), operations::accepted);
  }

  private Response start(PairId pair, DrillRequest request, Call call)
      throws DuplicateKeyException {
    PairState state = operations.idle(pair, call);
    boolean application = Boolean.TRUE.equals(request.application());
    requireReady(state, application);
    OperationId operation = Started.name("drill");
    PairEvent requested =
        new DrillRequested(operation, state.primary(), state.standbySite().name(), application);
    PlanFrozen plan = Started.plan(operation, DrillPlan.plan(state, application));
    return starts.start(state, request, call, requested, plan);
  }

  private void requireReady(PairState pair, boolean application) {
    Readings now = Readings.take(agent, pair);
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
            .filter(seen -> "true".equals(seen.application().get("drillable")))
            .isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_READY,
          "The policy of %s names no application.drill; add it there, or drill without the application."
              .formatted(host));
    }
  }
}
