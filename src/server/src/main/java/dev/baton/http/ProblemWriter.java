package dev.baton.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers a call with a problem where no resource is asked. */
@ApplicationScoped
public class ProblemWriter {

  private final ObjectMapper json;

  ProblemWriter(ObjectMapper json) {
    this.json = json;
  }

  /** The whole answer; ends when it is written. */
  public Future<Void> write(RoutingContext call, Problem problem) {
    String requestId = RequestId.of(call);
    if (problem.kind().passing()) {
      call.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Problem.RETRY_AFTER));
    }
    return call.response()
        .setStatusCode(problem.kind().status())
        .putHeader(RequestId.HEADER, requestId)
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(text(problem, requestId));
  }

  private String text(Problem problem, String requestId) {
    try {
      return json.writeValueAsString(problem.toMap(requestId));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is always JSON", e);
    }
  }
}
