package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cli.Shell.Typed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that asks people to sign in answers every call with a page, and with 200. */
class ForeignAnswerTest {

  private static final String PAGE = "<html>sign in</html>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status ci --json",
        "pairs --json",
        "stop -r x --json",
        "stop -r x",
        "plan ci --to west --json",
        "switchover ci --to west -r x --json",
        "watch switchover-1 --json",
        "events --json",
        "runbook ci",
        "runbook ci --json"
      })
  void aPageIsNoAnswer(String words) throws IOException {
    HttpServer proxy = start((exchange, path) -> page(exchange));
    try {
      Typed typed = run(proxy, words);

      assertThat(typed.exit()).isEqualTo(5);
      assertThat(typed.out()).doesNotContain("<html>");
      assertThat(typed.err()).contains("answered 200, but not as a control plane does");
    } finally {
      proxy.stop(0);
    }
  }

  /** The session at the proxy ran out between two calls of one command. */
  @ParameterizedTest
  @ValueSource(strings = {"report OPERATION", "report OPERATION --json", "report OPERATION --svg"})
  void aPageIsNoReport(String words) throws IOException {
    HttpServer proxy =
        start((exchange, path) -> {
          if (path.endsWith("/report")) {
            page(exchange);
          } else {
            answer(exchange, "application/json", Answers.ended("SUCCEEDED"));
          }
        });
    try {
      Typed typed = run(proxy, words.replace("OPERATION", Answers.OPERATION));

      assertThat(typed.exit()).isEqualTo(5);
      assertThat(typed.out()).doesNotContain("<html>");
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aMediaTypeMayHaveItsParameters() throws IOException {
    HttpServer plane =
        start((exchange, path) -> answer(exchange, "text/markdown;charset=UTF-8", "1. Look\n"));
    try {
      assertThat(run(plane, "runbook ci").out()).isEqualTo("1. Look\n");
    } finally {
      plane.stop(0);
    }
  }

  /** What answers in a test. */
  private interface Answerer {

    void answer(HttpExchange exchange, String path) throws IOException;
  }

  private static HttpServer start(Answerer answerer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/", exchange -> answerer.answer(exchange, exchange.getRequestURI().getPath()));
    server.start();
    return server;
  }

  private static void page(HttpExchange exchange) throws IOException {
    answer(exchange, "text/html", PAGE);
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Typed run(HttpServer server, String words) {
    return Shell.bare()
        .with("BATON_URL", "http://127.0.0.1:" + server.getAddress().getPort())
        .with("BATON_TOKEN", "x")
        .run(words.split(" ", -1));
  }
}
