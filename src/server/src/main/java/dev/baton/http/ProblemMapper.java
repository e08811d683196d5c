package dev.baton.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.baton.eventlog.LogRolledBackException;
import dev.baton.eventlog.ProjectionsBehindException;
import dev.baton.eventlog.UnreadableEventException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.SortedSet;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a call into a problem; the only place that does. */
@Singleton
class ProblemMapper {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  private final CurrentVertxRequest request;
  private final PathMethods methods;

  ProblemMapper(CurrentVertxRequest request, PathMethods methods) {
    this.request = request;
    this.methods = methods;
  }

  @ServerExceptionMapper
  Response onProblem(ProblemException e) {
    return answer(e.problem());
  }

  @ServerExceptionMapper
  Response onJson(JsonProcessingException e) {
    return answer(JsonProblem.of(e));
  }

  /** Named on its own because the framework brings a mapper for exactly this one. */
  @ServerExceptionMapper
  Response onMismatch(MismatchedInputException e) {
    return answer(JsonProblem.of(e));
  }

  @ServerExceptionMapper
  Response onWebFailure(WebApplicationException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return onJson(json);
    }
    RoutingContext call = request.getCurrent();
    SortedSet<String> allowed = methods.of(String.valueOf(call.request().path()));
    if (!allowed.isEmpty() && !allowed.contains(call.request().method().name())) {
      call.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
      return answer(WebProblem.notAllowed(call, allowed));
    }
    return answer(WebProblem.of(e, call));
  }

  @ServerExceptionMapper
  Response onUnreadable(UnreadableEventException e) {
    return answer(
        Problem.of(
            ProblemType.RECORD_UNREADABLE,
            "Nothing was done: %s. Ask a control plane of the version that wrote it."
                .formatted(e.getMessage())));
  }

  @ServerExceptionMapper
  Response onRolledBack(LogRolledBackException e) {
    return answer(
        Problem.of(
                ProblemType.LOG_ROLLED_BACK,
                "Nothing was done: %s. Bring back a database that holds them; or, if this one is all there is, have a person with the role admin adopt it: POST /v1/adopt."
                    .formatted(e.getMessage()))
            .with("rollback", e.rollback()));
  }

  @ServerExceptionMapper
  Response onBehind(ProjectionsBehindException e) {
    return answer(
        Problem.of(
            ProblemType.PROJECTIONS_BEHIND,
            "What is listed is being made again from the event log (%s); nothing was started or changed. Repeat the call when that is done: /q/health shows how far it is."
                .formatted(e.getMessage())));
  }

  @ServerExceptionMapper
  Response onAnythingElse(Throwable e) {
    String requestId = RequestId.of(request.getCurrent());
    if (DatabaseFailure.isBehind(e)) {
      LOG.warnf("database unavailable requestId=%s: %s", requestId, e.toString());
      return answer(DatabaseFailure.problem(e));
    }
    LOG.errorf(e, "unexpected failure requestId=%s", requestId);
    return answer(
        Problem.of(
            ProblemType.INTERNAL,
            "The call failed for a reason that stands in the control plane's log file under this"
                + " request id."));
  }

  private Response answer(Problem problem) {
    return problem.toResponse(RequestId.of(request.getCurrent()));
  }
}
