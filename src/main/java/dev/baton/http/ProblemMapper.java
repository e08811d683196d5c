package dev.baton.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a call into a problem; the only place that does. */
@Singleton
class ProblemMapper {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  private final CurrentVertxRequest request;

  ProblemMapper(CurrentVertxRequest request) {
    this.request = request;
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
  Response onViolation(ConstraintViolationException e) {
    Problem problem =
        Problem.of(ProblemType.INVALID_FIELD, "The request has fields that are not usable.");
    for (ConstraintViolation<?> violation : e.getConstraintViolations()) {
      problem = problem.at(fieldOf(violation.getPropertyPath()), violation.getMessage());
    }
    return answer(problem);
  }

  @ServerExceptionMapper
  Response onWebFailure(WebApplicationException e) {
    return e.getCause() instanceof JsonProcessingException json
        ? onJson(json)
        : answer(WebProblem.of(e, request.getCurrent()));
  }

  @ServerExceptionMapper
  Response onAnythingElse(Throwable e) {
    String requestId = RequestId.of(request.getCurrent());
    if (DatabaseFailure.isBehind(e)) {
      LOG.warnf("database unavailable requestId=%s: %s", requestId, e.toString());
      return answer(
          Problem.of(
              ProblemType.DATABASE_UNAVAILABLE,
              "The control plane cannot reach its own database, so nothing was started or changed."
                  + " Repeat the call with the same Idempotency-Key once it is back."));
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

  /** The last name of the path: the ones before it are the method and its parameter. */
  private static String fieldOf(Path path) {
    String last = "";
    for (Path.Node node : path) {
      last = String.valueOf(node.getName());
    }
    return last;
  }
}
