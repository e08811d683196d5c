package dev.baton.http.connection;

import static dev.baton.http.connection.RawConnections.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlines of connections, on a server of Vert.x without the application. */
class ConnectionLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MORE_THAN_BUFFERS_HOLD = 32 << 20;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private RawConnections connections;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    Router router = Router.router(vertx);
    router.route().handler(ConnectionLimits::began);
    router.route("/known/*").handler(ConnectionLimitsTest::know);
    router.route("/known/port").handler(ConnectionLimitsTest::port);
    router.route("/port").handler(ConnectionLimitsTest::port);
    router.route("/known/stream").handler(call -> call.response().setChunked(true).write("a"));
    router.route("/known/flood").handler(ConnectionLimitsTest::flood);
    router
        .route("/known/body")
        .handler(call -> call.request().body().onSuccess(body -> call.end("read")));
    router.route().handler(call -> call.end("hello"));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    ConnectionLimits.sweepIn(vertx);
    connections = new RawConnections(server.actualPort());
  }

  @AfterEach
  void stop() throws Exception {
    connections.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private static void know(RoutingContext call) {
    ApiConnection.of(call.request()).orElseThrow().authenticated();
    call.next();
  }

  private static void port(RoutingContext call) {
    call.end(Integer.toString(call.request().remoteAddress().port()));
  }

  /** Says more than anybody takes, and then gives up. */
  private static void flood(RoutingContext call) {
    call.response().setChunked(true);
    call.response().write(Buffer.buffer(new byte[MORE_THAN_BUFFERS_HOLD]));
    call.vertx()
        .setTimer(500, timer -> ApiConnection.of(call.request()).ifPresent(ApiConnection::abort));
  }

  private static String request(String line) {
    return line + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String half(String line) {
    return line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{";
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
  }

  private HttpResponse<String> ask(HttpClient client, HttpClient.Version version, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.actualPort(), path));
    HttpRequest request = HttpRequest.newBuilder(uri).version(version).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void halfRequestsAndIdleStrangersEndAndKnownConnectionsLive() throws Exception {
    Socket stream = connections.open(1, request("GET /known/stream"));
    Socket quiet = connections.open(1, request("GET /known/page"));
    Socket slow = connections.open(1, half("POST /known/body"));
    Socket idle = connections.open(2, "");
    Socket stranger = connections.open(2, request("GET /page"));
    Socket head = connections.open(2, "GET /page HTTP/1.1\r\nHos");
    Socket knownHead = connections.open(2, request("GET /known/page"));
    Socket body = connections.open(2, half("POST /page"));
    assertThat(status(knownHead)).isEqualTo("HTTP/1.1 200 OK");
    RawConnections.say(knownHead, "GET /known/page HT");

    try (var one = HttpClient.newHttpClient();
        var two = HttpClient.newHttpClient();
        var nobody = HttpClient.newHttpClient()) {
      HttpResponse<String> kept = ask(one, HttpClient.Version.HTTP_1_1, "/known/port");
      HttpResponse<String> upgraded = ask(nobody, HttpClient.Version.HTTP_2, "/port");
      HttpResponse<String> multiplexed = ask(two, HttpClient.Version.HTTP_2, "/known/port");
      await()
          .atMost(LIMIT)
          .until(() -> {
            RawConnections.say(slow, " ");
            return ended(idle)
                && ended(stranger)
                && ended(head)
                && ended(knownHead)
                && ended(body)
                && !TcpTable.has(Integer.parseInt(upgraded.body()), server.actualPort());
          });

      assertThat(ended(stream)).isFalse();
      assertThat(ended(quiet)).isFalse();
      assertThat(ended(slow)).isFalse();
      assertThat(kept.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(multiplexed.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(ask(one, HttpClient.Version.HTTP_1_1, "/known/port").body())
          .isEqualTo(kept.body());
      assertThat(ask(two, HttpClient.Version.HTTP_2, "/known/port").body())
          .isEqualTo(multiplexed.body());
    }
  }

  @Test
  void threeThousandHalfRequestsKeepNobodyOut() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      Socket half = connections.open(1 + i % 8, "GET /page HT");
      assertThat(half.isConnected()).isTrue();
    }

    Socket known = connections.open(9, request("GET /known/page"));

    assertThat(status(known)).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void whoeverTakesNothingIsReset() throws Exception {
    Socket stalled = connections.open(1, request("GET /known/flood"));

    await().atMost(LIMIT).until(() -> !TcpTable.has(stalled));

    assertThatThrownBy(() -> stalled.getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }
}
