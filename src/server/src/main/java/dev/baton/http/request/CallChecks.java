package dev.baton.http.request;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.ProblemWriter;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Refuses what is not HTTP as it should be before a resource is asked, and says why where Vert.x
 * and Quarkus would say nothing.
 */
@ApplicationScoped
class CallChecks {

  /** Before authentication: what cannot be read, or is for everybody. */
  private static final int BEFORE_AUTHENTICATION = 900;

  /** Of Quarkus, its authorization stands at 100 and its own limit of bodies at 2. */
  private static final int AFTER_AUTHORIZATION = 50;

  private static final int AFTER_LIMIT = 1;

  /** Before every other that answers failures; those have a status and no words for this one. */
  private static final int FIRST = Integer.MIN_VALUE + 10;

  private static final int LONGEST_ADDRESS = 4_096;
  private static final int LARGEST_HEADERS = 16_384;

  private static final Pattern ONLY_READ = Pattern.compile("/q/(?:openapi|health)(?:[./].*)?");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final ProblemWriter problems;
  private final BodyLimit limit;

  CallChecks(ProblemWriter problems, BodyLimit limit) {
    this.problems = problems;
    this.limit = limit;
  }

  void register(@Observes Filters filters) {
    filters.register(call -> pass(call, CallChecks::checkHead), BEFORE_AUTHENTICATION);
    filters.register(call -> pass(call, this::checkCall), AFTER_AUTHORIZATION);
    filters.register(this::leaveRoom, AFTER_LIMIT);
  }

  void register(@Observes Router router) {
    router.errorHandler(400, this::withoutHost);
    router
        .route()
        .order(FIRST)
        .failureHandler(call -> {
          if (call.statusCode() == 400 && !call.response().headWritten()) {
            withoutHost(call);
          } else {
            call.next();
          }
        });
  }

  private void pass(RoutingContext call, Consumer<RoutingContext> check) {
    try {
      check.accept(call);
    } catch (ProblemException e) {
      answer(call, e);
      return;
    }
    call.next();
  }

  private void answer(RoutingContext call, ProblemException why) {
    // A caller that sends its whole body before it reads would wait for ever.
    call.request().resume();
    Future<Void> unused = problems.write(call, why.problem());
  }

  private static void checkHead(RoutingContext call) {
    HttpServerRequest request = call.request();
    if (request.uri().length() > LONGEST_ADDRESS) {
      throw new ProblemException(
          ProblemType.ADDRESS_TOO_LONG,
          "Path and query have %d characters; use at most %d."
              .formatted(request.uri().length(), LONGEST_ADDRESS));
    }
    long length = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      length += header.getKey().length() + header.getValue().length();
    }
    if (length > LARGEST_HEADERS) {
      throw new ProblemException(
          ProblemType.HEADERS_TOO_LARGE,
          "The headers have %d characters; use at most %d.".formatted(length, LARGEST_HEADERS));
    }
    if (!READING.contains(request.method()) && ONLY_READ.matcher(call.normalizedPath()).matches()) {
      call.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
      throw new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED,
          "What is at this path can only be read; /q/openapi lists the paths of the API.");
    }
  }

  private void checkCall(RoutingContext call) {
    if (!call.normalizedPath().startsWith("/v1")) {
      return;
    }
    HttpServerRequest request = call.request();
    MultiMap headers = request.headers();
    // Of a GET nothing is read, whatever it says of its body.
    if (!request.method().equals(HttpMethod.GET)
        && headers.getAll(HttpHeaders.CONTENT_ENCODING).stream().anyMatch(CallChecks::isEncoded)) {
      throw ProblemException.refused(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding",
          "names an encoding, and none is read; send the body as it is");
    }
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 18 || Long.parseLong(length) > limit.bytes())) {
      throw limit.exceeded();
    }
    accept(headers);
  }

  private static boolean isEncoded(String encoding) {
    return !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity");
  }

  private static void accept(MultiMap headers) {
    List<String> given = headers.getAll(HttpHeaders.ACCEPT);
    if (given.isEmpty()) {
      return;
    }
    String readable = AcceptHeader.readable(given);
    if (readable.isEmpty()) {
      headers.remove(HttpHeaders.ACCEPT);
    } else {
      headers.set(HttpHeaders.ACCEPT, readable);
    }
  }

  /**
   * Quarkus answers nothing to a body that is too large and did not say its length. A body that is
   * parsed is refused before, with a problem; what Quarkus has stays for all others.
   */
  private void leaveRoom(RoutingContext call) {
    if (call.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY) != null) {
      call.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, 2 * limit.bytes());
    }
    call.next();
  }

  /**
   * What Vert.x refuses itself; an address that is none Quarkus answers before anybody is asked.
   */
  private void withoutHost(RoutingContext call) {
    answer(call, badRequest("Host", "is missing or names no host; send it with every call"));
  }
}
