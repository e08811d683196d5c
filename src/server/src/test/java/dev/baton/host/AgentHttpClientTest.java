package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestCertificates;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order counts as not sent only where that is certain, whatever the other end does (S19). */
class AgentHttpClientTest {

  private static final HostId HOST = new HostId("east-app");
  private static final ActionRequest ORDER =
      new ActionRequest(
          ActionType.APPLICATION_STOP,
          Installations.OURS,
          "ci",
          7,
          1,
          1,
          "replica-1",
          "session",
          Duration.ofSeconds(10),
          Map.of(),
          Map.of("mode", "graceful"),
          "operation",
          "step",
          "tester");

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private TestCertificates authority;
  private TestCertificates stranger;
  private TestHosts hosts;
  private volatile int port;

  private interface Conduct {
    void towards(Socket caller) throws IOException;
  }

  @BeforeEach
  void prepare() throws Exception {
    authority = new TestCertificates(folder.resolve("ca"));
    stranger = new TestCertificates(folder.resolve("stranger"));
    TestCertificates.Credentials own =
        authority.issue("control-plane", "baton://control-plane/test");
    hosts = new TestHosts(HOST, () -> port, own.certificate(), own.key(), own.trust());
  }

  @AfterEach
  void stop() {
    hosts.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private AgentReply order() {
    return hosts.agent().perform(HOST, "op/stop/1", ORDER);
  }

  private static void assertRefused(AgentReply reply, RefusalCode code) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /** An order to a port on which every caller is treated like that. */
  private AgentReply orderTo(Conduct conduct) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      Thread.ofVirtual()
          .start(() -> {
            while (!server.isClosed()) {
              try (Socket caller = server.accept()) {
                conduct.towards(caller);
              } catch (IOException over) {
                // The next caller is treated alike; the loop ends with the server.
              }
            }
          });
      return order();
    }
  }

  private AgentReply orderTo(HttpServerOptions options, Handler<HttpServerRequest> on) {
    listen(vertx.createHttpServer(options).requestHandler(on));
    return order();
  }

  private void listen(Handler<HttpServerRequest> on) throws Exception {
    listen(
        vertx
            .createHttpServer(as(authority.issue("east-app", "baton://host/east-app")))
            .requestHandler(on));
  }

  private void listen(HttpServer server) {
    port =
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
  }

  private static HttpServerOptions as(TestCertificates.Credentials own) {
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(own.certificate().toString())
                .addKeyPath(own.key().toString()));
  }

  @Test
  void refusedConnectionSentNothing() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertRefused(order(), RefusalCode.UNREACHABLE);
  }

  @Test
  void connectionClosedBeforeItsHandshakeSentNothing() throws Exception {
    assertRefused(orderTo(caller -> {}), RefusalCode.UNREACHABLE);
  }

  @Test
  void connectionClosedInItsHandshakeSentNothing() throws Exception {
    AgentReply reply =
        orderTo(caller -> {
          byte[] hello = caller.getInputStream().readNBytes(64);
          assertThat(hello).hasSize(64);
        });

    assertRefused(reply, RefusalCode.UNREACHABLE);
  }

  @Test
  void connectionResetInItsHandshakeSentNothing() throws Exception {
    AgentReply reply =
        orderTo(caller -> {
          byte[] hello = caller.getInputStream().readNBytes(64);
          assertThat(hello).hasSize(64);
          caller.setSoLinger(true, 0);
        });

    assertRefused(reply, RefusalCode.UNREACHABLE);
  }

  @Test
  void handshakeThatNobodyAnswersSentNothing() throws Exception {
    // The kernel takes the connection, and nobody else does.
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();

      AgentReply reply =
          hosts.agent().read(HOST, ActionType.POSTGRES_POSITION, Map.of(), Duration.ofMillis(500));

      assertRefused(reply, RefusalCode.UNREACHABLE);
    }
  }

  @Test
  void agentOfAnotherAuthorityIsNotTrusted() throws Exception {
    AgentReply reply =
        orderTo(
            as(stranger.issue("east-app", "baton://host/east-app")),
            request -> request.response().end("{}"));

    assertRefused(reply, RefusalCode.UNTRUSTED);
  }

  @Test
  void agentThatDoesNotTrustUsIsNotSilent() throws Exception {
    HttpServerOptions options =
        as(authority.issue("east-app", "baton://host/east-app"))
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(
                new PemTrustOptions().addCertPath(stranger.issue("x").trust().toString()));

    AgentReply reply = orderTo(options, request -> request.response().end("{}"));

    assertRefused(reply, RefusalCode.UNTRUSTED);
  }

  @Test
  void requestThatWasTakenAndNotAnsweredIsLost() throws Exception {
    AgentReply reply =
        orderTo(
            as(authority.issue("east-app", "baton://host/east-app")),
            request -> request.connection().close());

    assertThat(reply).isInstanceOf(AgentReply.Unknown.class);
  }

  @Test
  void connectionClosedRightAfterItsHandshakeMayHaveTakenTheRequest() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(as(authority.issue("east-app", "baton://host/east-app")))
            .connectionHandler(connection -> connection.close())
            .requestHandler(request -> {});
    listen(server);

    assertThat(order()).isInstanceOf(AgentReply.Unknown.class);
  }

  @Test
  void questionWhoseConnectionBreaksOffIsAskedOnceMore() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    listen(request -> {
      if (asked.incrementAndGet() == 1) {
        request.connection().close();
      } else {
        request.response().end("{\"state\":\"SUCCEEDED\"}");
      }
    });

    assertThat(question()).isInstanceOf(AgentReply.Done.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void questionThatNeverGetsAnAnswerSaysWhyInWords() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    listen(request -> {
      asked.incrementAndGet();
      request.connection().close();
    });

    AgentReply reply = question();

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Unknown.class,
            unknown ->
                assertThat(unknown.why()).contains("clos").doesNotContain("null", "Exception"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void orderWhoseConnectionBreaksOffIsNotSentAgain() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    listen(request -> {
      sent.incrementAndGet();
      request.connection().close();
    });

    assertThat(order()).isInstanceOf(AgentReply.Unknown.class);
    assertThat(sent).hasValue(1);
  }

  private AgentReply question() {
    return hosts.agent().read(HOST, ActionType.POSTGRES_POSITION, Map.of(), Duration.ofSeconds(10));
  }
}
