package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.RefusalCode;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** One HTTPS call to one agent, and what is known when it brings no answer. */
@ApplicationScoped
class AgentHttpClient {

  /** What came of a call. */
  sealed interface Answer {

    /** The agent answered. */
    record Got(int status, JsonObject body) implements Answer {}

    /** Not one byte of the request left this process, or the agent refused our certificate. */
    record NotSent(RefusalCode code, String why) implements Answer {}

    /**
     * It was sent, and no answer came.
     *
     * @param brokeOff whether the connection ended; else the agent was silent until the limit
     */
    record Lost(String why, boolean brokeOff) implements Answer {}
  }

  private final AgentClientPool clientPool;
  private final HostInventory inventory;

  AgentHttpClient(AgentClientPool clientPool, HostInventory inventory) {
    this.clientPool = clientPool;
    this.inventory = inventory;
  }

  /**
   * Asks what has no effect. One connection that breaks off is no answer, so it is asked once more,
   * within the same limit: on a busy host the agent may end a connection just when it is used.
   */
  Answer ask(
      HostId host, HttpMethod method, String path, Optional<JsonObject> body, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Answer answer = call(host, method, path, body, limit);
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return answer instanceof Answer.Lost lost && lost.brokeOff() && left.isPositive()
        ? call(host, method, path, body, left)
        : answer;
  }

  /** Calls and blocks at most for the limit. */
  Answer call(
      HostId host, HttpMethod method, String path, Optional<JsonObject> body, Duration limit) {
    Optional<String> endpoint = inventory.endpoint(host);
    if (endpoint.isEmpty()) {
      return new Answer.NotSent(
          RefusalCode.UNREGISTERED, "host %s is not registered".formatted(host));
    }
    HttpClient client;
    try {
      client = clientPool.to(host);
    } catch (AgentsNotConfiguredException e) {
      return new Answer.NotSent(RefusalCode.UNREACHABLE, root(e));
    }
    int colon = endpoint.get().lastIndexOf(':');
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(endpoint.get().substring(0, colon))
            .setPort(Integer.parseInt(endpoint.get().substring(colon + 1)))
            .setURI(path);
    // Comes up with the connection, handshake included, and nothing is written before it did.
    Future<HttpClientRequest> open = client.request(options);
    HttpClientRequest request;
    try {
      request =
          open.toCompletionStage()
              .toCompletableFuture()
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      open.onSuccess(HttpClientRequest::reset);
      return notSent(host, endpoint.get(), e, limit);
    } catch (InterruptedException e) {
      open.onSuccess(HttpClientRequest::reset);
      return interrupted();
    }
    return exchange(host, request, body, limit);
  }

  private static Answer exchange(
      HostId host, HttpClientRequest request, Optional<JsonObject> body, Duration limit) {
    try {
      Buffer bytes = body.map(JsonObject::toBuffer).orElseGet(Buffer::buffer);
      // Who takes the answer is settled before the question is sent: an answer that found
      // nobody would lose its body.
      Future<Answer> answer =
          request
              .response()
              .compose(response ->
                  response
                      .body()
                      .map(text -> new Answer.Got(response.statusCode(), text.toJsonObject())));
      Future<Void> sent = request.putHeader("Content-Type", "application/json").end(bytes);
      return Future.all(sent, answer)
          .map(both -> answer.result())
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      request.reset();
      return new Answer.Lost("%s %s".formatted(host, silent(limit)), false);
    } catch (ExecutionException e) {
      if (cause(e) instanceof DecodeException) {
        return new Answer.Lost(
            "%s answered with something that is not JSON".formatted(host), false);
      }
      // With TLS 1.3 an agent that rejects our certificate says so after the handshake, and has
      // read nothing then. Any other trouble of TLS may come after it took the order.
      return firstOf(SSLHandshakeException.class, e)
          .<Answer>map(tls ->
              new Answer.NotSent(
                  RefusalCode.UNTRUSTED,
                  "%s refused our certificate: %s".formatted(host, tls.getMessage())))
          .orElseGet(() -> new Answer.Lost("%s: %s".formatted(host, root(e)), true));
    } catch (InterruptedException e) {
      return interrupted();
    }
  }

  private static Answer notSent(HostId host, String endpoint, Exception failure, Duration limit) {
    Throwable cause = cause(failure);
    if (cause instanceof SSLException && !interruptedHandshake(cause)) {
      return new Answer.NotSent(
          RefusalCode.UNTRUSTED,
          "the agent of %s at %s is not trusted: %s".formatted(host, endpoint, root(cause)));
    }
    String why = cause instanceof TimeoutException ? " " + silent(limit) : ": " + root(cause);
    return new Answer.NotSent(
        RefusalCode.UNREACHABLE, "the agent of %s at %s%s".formatted(host, endpoint, why));
  }

  /** One wording, whether the host took no connection or gave no answer on one. */
  private static String silent(Duration limit) {
    return String.format(Locale.ROOT, "did not answer within %.1f s", limit.toMillis() / 1e3);
  }

  /** The other end went away or fell silent before it had said whether it trusts us. */
  private static boolean interruptedHandshake(Throwable failure) {
    return Stream.of(
                ClosedChannelException.class,
                EOFException.class,
                SocketException.class,
                SslHandshakeTimeoutException.class)
            .anyMatch(kind -> firstOf(kind, failure).isPresent())
        || String.valueOf(failure.getMessage()).startsWith("Connection closed while SSL/TLS");
  }

  private static <T extends Throwable> Optional<T> firstOf(Class<T> kind, Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  private static Answer interrupted() {
    Thread.currentThread().interrupt();
    return new Answer.Lost("the control plane is stopping", false);
  }

  private static Throwable cause(Exception failure) {
    return failure instanceof ExecutionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case ClosedChannelException closed -> "the connection was closed";
      case Throwable named when named.getMessage() != null -> named.getMessage();
      default -> root.getClass().getSimpleName();
    };
  }
}
