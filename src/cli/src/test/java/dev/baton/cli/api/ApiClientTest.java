package dev.baton.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ApiClientTest {

  /** A control plane that lost its network in the middle of an answer. */
  @Test
  @Timeout(60)
  void anAnswerThatDoesNotEndIsNone() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("{\"pairs\":".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          await(over);
          exchange.close();
        });
    server.start();
    ApiClient api =
        new ApiClient(
            new ApiTarget(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "x",
                Optional.empty(),
                false),
            Duration.ofSeconds(1));

    try {
      assertThatThrownBy(() -> api.get(RequestPath.of("pairs")))
          .isInstanceOfSatisfying(
              CommandFailure.class,
              failure -> assertThat(failure.exit()).isEqualTo(ExitCode.UNREACHABLE))
          .hasMessageContaining("gave no answer within 1 s");
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
