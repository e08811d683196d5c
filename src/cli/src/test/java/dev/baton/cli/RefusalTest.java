package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cli.Shell.Typed;
import dev.baton.cli.StandIn.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command says, and ends with, when it does not do what it was asked for. */
class RefusalTest {

  private static final String START = "POST /v1/pairs/ci/switchovers";
  private static final String[] SWITCH = {"switchover", "ci", "--to", "west", "-r", "x"};

  /** An approval can be answered with every one of them. */
  @ParameterizedTest(name = "{0} {1} ends with {2}")
  @CsvSource({
    "400, invalid-field, 2",
    "401, unauthenticated, 3",
    "403, forbidden, 3",
    "404, not-found, 2",
    "409, operation-running, 3",
    "412, plan-differs, 3",
    "422, not-ready, 3",
    "423, stopped, 3",
    "428, precondition-required, 3",
    "503, database-unavailable, 5"
  })
  void aProblemIsASentenceAndAnExitCode(int status, String slug, int exit) throws IOException {
    String operation = "/v1/operations/" + Answers.OPERATION;
    try (StandIn standIn = StandIn.start()) {
      standIn
          .answering("GET " + operation, Answers.operation("AWAITING_APPROVAL", ""))
          .answering(
              "POST %s/approve".formatted(operation),
              Answers.problem(status, slug, "So it is", "Do this next."));

      Typed typed = Shell.at(standIn).run("approve", Answers.OPERATION, "-r", "x");

      assertThat(typed.exit()).isEqualTo(exit);
      assertThat(typed.out()).isEmpty();
      assertThat(typed.err()).contains("baton approve: So it is. Do this next.\n");
      assertThat(typed.err()).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void theRemediesOfChecksAreTold() throws IOException {
    String checks =
        """
        ,"checks":[{"name":"replay lag","verdict":"NOT_READY","measured":"12 MB","limit":"1 MB",
        "remedy":"wait until it has replayed"}]\
        """;
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(
          START, Answers.problem(422, "not-ready", "It is not ready", "Lag.", checks));

      Typed typed = Shell.at(standIn).run(SWITCH);

      assertThat(typed.err()).contains("  replay lag: wait until it has replayed\n");
    }
  }

  /** Renamed on either side, the words of here would never be said. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unauthenticated",
        "not-found",
        "data-loss-not-accepted",
        "primary-serves",
        "fencing-missing",
        "operation-running",
        "move-not-open",
        "plan-differs",
        "plan-changed",
        "precondition-failed",
        "stopped",
        "call-under-way",
        "changed-meanwhile",
        "idempotency-key-reused"
      })
  void theNextMoveIsInWordsOfTheCommandLine(String slug) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, Answers.problem(409, slug, "So it is", "Do this next."));

      Typed typed = Shell.at(standIn).run(SWITCH);

      assertThat(typed.err().lines()).hasSize(3);
      assertThat(ApiShapes.published().text()).contains("/problems/" + slug);
    }
  }

  @Test
  void aProgramGetsTheProblemItself() throws IOException {
    Reply problem = Answers.problem(423, "stopped", "Everything is stopped", "Release it.");
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, problem);

      Typed typed = Shell.at(standIn).run("switchover", "ci", "--to", "west", "-r", "x", "--json");

      assertThat(typed.exit()).isEqualTo(3);
      assertThat(typed.out()).isEqualTo(problem.body() + "\n");
      assertThat(typed.err()).contains("Everything is stopped. Release it.");
    }
  }

  @Test
  void noControlPlaneIsASentence() throws IOException {
    String url;
    try (StandIn standIn = StandIn.start()) {
      url = standIn.url();
    }

    Typed typed = Shell.bare().with("BATON_URL", url).with("BATON_TOKEN", "x").run("status");
    Typed json =
        Shell.bare().with("BATON_URL", url).with("BATON_TOKEN", "x").run("status", "--json");

    assertThat(typed.exit()).isEqualTo(5);
    assertThat(typed.err())
        .startsWith("baton status: no control plane answers at " + url)
        .contains("--url or --context")
        .doesNotContain("\tat ");
    assertThat(json.out()).contains("\"title\":\"UNREACHABLE\"");
  }

  @ParameterizedTest
  @CsvSource({"200, <html>sign in</html>", "502, <html>bad gateway</html>", "404, '{\"error\":1}'"})
  void whateverElseAnswersIsNoControlPlane(int status, String body) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> answer(exchange, status, body));
    other.start();
    String url = "http://127.0.0.1:" + other.getAddress().getPort();
    try {
      Typed typed = Shell.bare().with("BATON_TOKEN", "x").run("status", "ci", "--url", url);

      assertThat(typed.exit()).isEqualTo(5);
      assertThat(typed.err()).contains("%s answered %d, but not as".formatted(url, status));
    } finally {
      other.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void whoLosesTheAnswerOfAChangeIsToldItsKey() throws IOException {
    try (StandIn standIn = StandIn.start()) {
      standIn.answering(START, new Reply(0, "", ""));

      Typed typed = Shell.at(standIn).run(SWITCH);

      String key = standIn.change().header("Idempotency-Key").replace("\"", "");
      assertThat(typed.exit()).isEqualTo(5);
      assertThat(typed.err())
          .contains("it may have taken effect")
          .contains("--idempotency-key " + key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "status --nonsense, Unknown option",
    "switchover ci -r x, Missing required option",
    "watch, Missing required parameter",
    "status a b, Unmatched argument",
    "events -n 0, --limit must be 1 or more",
    "events -n many, Invalid value for option",
    "operation, there is no command",
    "--json, there is no command"
  })
  void wrongUseIsASentence(String words, String says) throws IOException {
    try (StandIn standIn = StandIn.start()) {
      Typed typed = Shell.at(standIn).run(words.split(" ", -1));

      assertThat(typed.exit()).isEqualTo(2);
      assertThat(typed.err()).contains(says);
      assertThat(typed.err().lines()).hasSize(1);
      assertThat(standIn.calls()).isEmpty();
    }
  }

  @Test
  void nothingIsWrongUseToo() {
    Typed typed = Shell.bare().run();

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("baton --help");
  }
}
