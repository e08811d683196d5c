package dev.baton.http;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Takes its time on purpose: each call waits until the test lets it go. */
@Path("/v1/slow")
public class SlowResource {

  static final Semaphore BEGUN = new Semaphore(0);
  static final Semaphore MAY_END = new Semaphore(0);

  private final IdempotentCalls idempotent;

  SlowResource(IdempotentCalls idempotent) {
    this.idempotent = idempotent;
  }

  /** Only what every change carries. */
  public record Body(@Nullable String reason) implements ChangeBody {}

  @POST
  @RolesAllowed(ApiRoles.ADMIN)
  @Operation(hidden = true)
  public Response change(@Nullable Body body) {
    return idempotent.once(
        body,
        (request, call) -> {
          BEGUN.release();
          MAY_END.acquireUninterruptibly();
          return ChangeAnswer.ok(Map.of());
        },
        first -> ChangeAnswer.ok(Map.of()));
  }
}
