package dev.baton.access;

import dev.baton.http.Caller;
import dev.baton.http.Problem;
import dev.baton.http.ProblemType;
import dev.baton.http.RequestId;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a caller who is known but has not the role a call needs, and writes it down. */
@Singleton
class ForbiddenCalls {

  private final AccessLog log;
  private final CurrentVertxRequest request;
  private final SecurityIdentity identity;

  ForbiddenCalls(AccessLog log, CurrentVertxRequest request, SecurityIdentity identity) {
    this.log = log;
    this.request = request;
    this.identity = identity;
  }

  @ServerExceptionMapper
  Response onForbidden(ForbiddenException e) {
    RoutingContext call = request.getCurrent();
    Caller caller = Caller.of(call, identity);
    String why =
        "The token '%s' has the roles %s, and none of them may do %s here."
            .formatted(caller.actor(), caller.roles(), call.request().method().name());
    log.callDenied(call, caller, 403, why);
    return Problem.of(ProblemType.FORBIDDEN, why + " Use a token that has the role.")
        .toResponse(RequestId.of(call));
  }
}
