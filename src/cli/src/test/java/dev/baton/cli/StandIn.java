package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A control plane of a test's own. It answers what it was told to, and holds what it was asked and
 * what it answers to the published document.
 */
final class StandIn implements AutoCloseable {

  static final String TOKEN = "secret";
  static final String JSON = "application/json";

  /** What it answers; status 0 for hanging up. */
  record Reply(int status, String type, String body) {}

  /** What it was asked. */
  record Call(String method, String path, String query, Headers headers, String body) {

    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }

    @Override
    public String toString() {
      return "%s %s%s".formatted(method, path, query.isEmpty() ? "" : "?" + query);
    }
  }

  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private boolean dead;

  private StandIn(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  static StandIn start() throws IOException {
    return new StandIn(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  static StandIn startWithTls(SSLContext context) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new StandIn(server);
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort());
  }

  /** Answers 200 with these documents, one call each; the last one again and again. */
  @CanIgnoreReturnValue
  StandIn answering(String call, String... documents) {
    return answering(
        call, Stream.of(documents).map(body -> new Reply(200, JSON, body)).toArray(Reply[]::new));
  }

  /** Answers so, one call each; the last one again and again. */
  @CanIgnoreReturnValue
  StandIn answering(String call, Reply... some) {
    replies.put(call, new ArrayDeque<>(List.of(some)));
    return this;
  }

  /** Every call in order. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The only call that changes anything. */
  Call change() {
    List<Call> changes = calls.stream().filter(call -> call.method().equals("POST")).toList();
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  /** Ends, and tells what did not keep to the document. */
  @Override
  public void close() {
    die();
    assertThat(faults).as("what is not as the document says").isEmpty();
  }

  /** Goes away, as a control plane that dies. */
  void die() {
    if (!dead) {
      dead = true;
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = call(exchange);
      calls.add(call);
      Reply reply = reply(call);
      if (reply.status() == 0) {
        return;
      }
      faults.addAll(
          ApiShapes.published()
              .faultsOfAnswer(
                  call.method(), call.path(), reply.status(), reply.type(), reply.body()));
      byte[] bytes = reply.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (RuntimeException e) {
      faults.add(e.toString());
    }
  }

  private Call call(HttpExchange exchange) throws IOException {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    Call call =
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query,
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    List<String> parameters = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty()) {
        parameters.add(parameter.replaceAll("=.*", ""));
      }
    }
    List<String> headers =
        call.headers().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    faults.addAll(
        ApiShapes.published()
            .faultsOfCall(call.method(), call.path(), parameters, headers, call.body()));
    return call;
  }

  private Reply reply(Call call) {
    if (!call.header("Authorization").equals("Bearer " + TOKEN)) {
      return Answers.problem(401, "unauthenticated", "A valid token is needed", "Send a token.");
    }
    Deque<Reply> queue = replies.get(call.method() + " " + call.path());
    if (queue == null) {
      return Answers.problem(404, "not-found", "There is nothing here", "Look at the list.");
    }
    Reply next = queue.size() > 1 ? queue.poll() : queue.peek();
    return Objects.requireNonNull(next);
  }
}
