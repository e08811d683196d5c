package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.host.HostAgent;
import dev.baton.http.ApiRoles;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.operation.api.OperationQueries;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.SwitchoverMode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs the checks of an operation against the hosts, and changes nothing. */
@Path("/v1/pairs/{pair}/prechecks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pairs")
@RunOnVirtualThread
public class PrecheckResource {

  /** A drill rehearses a graceful switchover. */
  private static final List<OperationKind> CHECKED =
      List.of(OperationKind.SWITCHOVER, OperationKind.RECOVERY, OperationKind.DRILL);

  private final HostAgent agent;
  private final OperationQueries operations;

  PrecheckResource(HostAgent agent, OperationQueries operations) {
    this.agent = agent;
    this.operations = operations;
  }

  @POST
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "precheck",
      summary = "Make the checks of an operation now",
      description =
          "Asks every host afresh, unlike readiness, which answers from what was seen last. Nothing is"
              + " recorded, so neither a reason nor an Idempotency-Key is needed. For the plan as"
              + " well, start the operation with validateOnly.")
  public ReadinessStatus.Standing check(
      @PathParam("pair") String name, @Nullable PrecheckRequest body) {
    PairState pair = operations.known(Fields.named("pair", name, PairId::new));
    OperationKind operation =
        Fields.required(
            "operation",
            body == null ? null : body.operation(),
            text -> OperationKind.of(text, CHECKED));
    String mode = body == null ? null : body.mode();
    if (mode != null && operation != OperationKind.SWITCHOVER) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    boolean forced =
        mode != null && Fields.required("mode", mode, SwitchoverMode::of) == SwitchoverMode.FORCED;
    PairSnapshot now = PairSnapshot.take(agent, pair);
    return ReadinessStatus.Standing.of(
        operation == OperationKind.RECOVERY
            ? Readiness.recovery(pair, now)
            : forced ? Readiness.forced(pair, now) : Readiness.graceful(pair, now));
  }
}
