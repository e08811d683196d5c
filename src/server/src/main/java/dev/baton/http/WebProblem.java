package dev.baton.http;

import dev.baton.protocol.UrlRedactor;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import java.util.SortedSet;

/** What the framework refuses before a resource is asked: paths, methods, media types. */
final class WebProblem {

  private WebProblem() {}

  /** The path is there, but not for that method. */
  static Problem notAllowed(RoutingContext call, SortedSet<String> allowed) {
    return Problem.of(
        ProblemType.METHOD_NOT_ALLOWED,
        "%s cannot be used on %s; that takes %s."
            .formatted(
                call.request().method().name(),
                UrlRedactor.path(call.request().path()),
                String.join(", ", allowed)));
  }

  static Problem of(WebApplicationException e, RoutingContext call) {
    String path = UrlRedactor.path(call.request().path());
    return switch (e.getResponse().getStatus()) {
      case 404 ->
          Problem.of(
              ProblemType.NOT_FOUND,
              "There is nothing at %s; /q/openapi lists the paths.".formatted(path));
      case 405 ->
          Problem.of(
              ProblemType.METHOD_NOT_ALLOWED,
              "The method cannot be used on %s; /q/openapi lists the methods.".formatted(path));
      case 406 ->
          Problem.of(
              ProblemType.NOT_ACCEPTABLE,
              "%s is not to be had in the media type asked for; /q/openapi lists those it has."
                  .formatted(path));
      case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "Send a smaller body.");
      case 415 ->
          Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "Send the body as JSON, with the header 'Content-Type: application/json'.");
      default -> {
        boolean ours = e.getResponse().getStatus() >= 500;
        yield Problem.of(
            ours ? ProblemType.INTERNAL : ProblemType.INVALID_FIELD,
            ours
                ? "The call failed; the control plane's log file may say more under this request id."
                : "The call could not be understood; /q/openapi describes it.");
      }
    };
  }
}
