package dev.baton.status;

import dev.baton.host.HostAgent;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.http.Roles;
import dev.baton.operation.Operations;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Readiness;
import dev.baton.step.Readings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes the checks of an operation now, on the hosts themselves, and changes nothing. */
@Path("/v1/pairs/{pair}/prechecks")
@Tag(name = "pairs")
@RunOnVirtualThread
public class PrecheckResource {

  private final HostAgent agent;
  private final Operations operations;

  PrecheckResource(HostAgent agent, Operations operations) {
    this.agent = agent;
    this.operations = operations;
  }

  @POST
  @RolesAllowed(Roles.VIEWER)
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
    String operation = Fields.required("operation", body == null ? null : body.operation(), o -> o);
    String mode = body == null ? null : body.mode();
    if (mode != null && !operation.equals("switchover")) {
      throw ProblemException.badRequest("mode", "is for operation=switchover; leave it out");
    }
    Readings now = Readings.take(agent, pair);
    return ReadinessStatus.Standing.of(
        switch (operation) {
          case "switchover" -> switchover(pair, mode == null ? "graceful" : mode, now);
          case "drill" -> Readiness.graceful(pair, now);
          case "recovery" -> Readiness.recovery(pair, now);
          default ->
              throw ProblemException.badRequest("operation", "use switchover, recovery or drill");
        });
  }

  private static Readiness switchover(PairState pair, String mode, Readings now) {
    return switch (mode) {
      case "graceful" -> Readiness.graceful(pair, now);
      case "forced" -> Readiness.forced(pair, now);
      default -> throw ProblemException.badRequest("mode", "use graceful or forced");
    };
  }
}
