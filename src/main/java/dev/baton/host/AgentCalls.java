package dev.baton.host;

import dev.baton.pair.HostId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One HTTPS call to one agent, and what is known when it brings no answer. */
@ApplicationScoped
class AgentCalls {

  /** What came of a call. */
  sealed interface Answer {

    /** The agent answered. */
    record Got(int status, JsonObject body) implements Answer {}

    /** Nothing reached the agent. */
    record NotSent(String code, String why) implements Answer {}

    /** It was sent, and no answer came. */
    record Lost(String why) implements Answer {}
  }

  private final AgentChannels channels;
  private final HostInventory inventory;

  AgentCalls(AgentChannels channels, HostInventory inventory) {
    this.channels = channels;
    this.inventory = inventory;
  }

  /** Calls and blocks at most for the limit. */
  Answer call(
      HostId host, HttpMethod method, String path, Optional<JsonObject> body, Duration limit) {
    Optional<String> endpoint = inventory.endpoint(host);
    if (endpoint.isEmpty()) {
      return new Answer.NotSent("unregistered", "host %s is not registered".formatted(host));
    }
    HttpClient client;
    try {
      client = channels.to(host);
    } catch (AgentsNotConfiguredException e) {
      return new Answer.NotSent("unreachable", root(e));
    }
    int colon = endpoint.get().lastIndexOf(':');
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(endpoint.get().substring(0, colon))
            .setPort(Integer.parseInt(endpoint.get().substring(colon + 1)))
            .setURI(path);
    HttpClientRequest request;
    try {
      request =
          client
              .request(options)
              .toCompletionStage()
              .toCompletableFuture()
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return notSent(host, endpoint.get(), e);
    } catch (InterruptedException e) {
      return interrupted();
    }
    return exchange(host, request, body, limit);
  }

  private static Answer exchange(
      HostId host, HttpClientRequest request, Optional<JsonObject> body, Duration limit) {
    try {
      Buffer bytes = body.map(JsonObject::toBuffer).orElseGet(Buffer::buffer);
      // Who takes the answer is settled before the question is sent: an answer that found nobody
      // would
      // lose its body.
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
      boolean unused = request.reset();
      return new Answer.Lost("%s did not answer within %s".formatted(host, limit));
    } catch (ExecutionException e) {
      if (cause(e) instanceof DecodeException) {
        return new Answer.Lost("%s answered with something that is not JSON".formatted(host));
      }
      // With TLS 1.3 an agent that rejects our certificate closes after the handshake.
      return cause(e) instanceof SSLException tls
          ? new Answer.NotSent(
              "untrusted", "%s refused our certificate: %s".formatted(host, tls.getMessage()))
          : new Answer.Lost("%s: %s".formatted(host, cause(e).getMessage()));
    } catch (InterruptedException e) {
      return interrupted();
    }
  }

  private static Answer notSent(HostId host, String endpoint, Exception failure) {
    Throwable cause = cause(failure);
    if (cause instanceof SSLException) {
      return new Answer.NotSent(
          "untrusted",
          "the agent of %s at %s is not trusted: %s".formatted(host, endpoint, root(cause)));
    }
    String why = cause instanceof TimeoutException ? "no answer" : root(cause);
    return new Answer.NotSent(
        "unreachable", "the agent of %s at %s: %s".formatted(host, endpoint, why));
  }

  private static Answer interrupted() {
    Thread.currentThread().interrupt();
    return new Answer.Lost("the control plane is stopping");
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
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
