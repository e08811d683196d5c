package dev.baton.access;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.change;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.baton.http.LogRedaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is typed into every place of a URL that a caller has; nobody else must ever see it. */
@QuarkusTest
class SecretsInUrlsTest {

  private static final String SECRET = "S3cretOfTheCaller";
  private static final PatternFormatter WHOLE = new PatternFormatter("%s%e");
  private static final LoggedLines LOGGED = new LoggedLines();

  /** What is logged, as the console has it. */
  private static final class LoggedLines extends Handler {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord line) {
      var unused = new LogRedaction().isLoggable(line);
      lines.add(WHOLE.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeAll
  static void listen() {
    Logger.getLogger("").addHandler(LOGGED);
  }

  @AfterAll
  static void nothingOfItWasLogged() {
    Logger.getLogger("").removeHandler(LOGGED);
    assertThat(LOGGED.lines).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void consoleShowsOnlyWhatWasRedacted() {
    assertThat(handlers(Logger.getLogger("").getHandlers()))
        .filteredOn(ConsoleHandler.class::isInstance)
        .isNotEmpty()
        .allSatisfy(handler -> assertThat(filtered(handler)).isEqualTo("/v1/pairs?***"));
  }

  private static Stream<Handler> handlers(Handler[] handlers) {
    return Arrays.stream(handlers)
        .flatMap(handler ->
            handler instanceof ExtHandler outer
                ? Stream.concat(Stream.of(handler), handlers(outer.getHandlers()))
                : Stream.of(handler));
  }

  private static String filtered(Handler handler) {
    ExtLogRecord line = new ExtLogRecord(Level.WARNING, "/v1/pairs?token=" + SECRET, "test");
    assertThat(handler.getFilter()).isNotNull().matches(filter -> filter.isLoggable(line));
    return line.getMessage();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/v1/hosts?token=",
        "/v1/stop;token=",
        "/v1/hosts/a;token=",
        "/v1/pairs/",
        "/v1/",
        "/v1/pairs/ci/runbook?operation=",
        "/v1/operations?limit=",
        "/v1/operations?pair=",
        "/v1/operations/",
        "/v1/events?limit=",
        "/v1/events?order=",
        "/v1/events?type=",
        "/v1/events?from=",
        "/v1/events?after=",
        "/v1/events?0",
        "/v1/events/export?after=",
        "/v1/checkpoints?after=",
        "/q/health?token=",
        "/console?token="
      })
  void isNeitherAnsweredNorRecorded(String place) throws IOException {
    List<String> answers = new ArrayList<>();
    for (String path : List.of(place + SECRET, place + "%zz" + SECRET)) {
      for (String call : List.of("GET " + path, "POST " + path)) {
        answers.add(answer(call, ""));
        answers.add(answer(call, "Authorization: Bearer " + TestTokens.token("admin") + "\r\n"));
        answers.add(answer(call, "Authorization: Bearer " + TestTokens.token("viewer") + "\r\n"));
      }
    }

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer).contains("HTTP/1.1 ").doesNotContain(SECRET));
    assertThat(recorded()).doesNotContain(SECRET);
  }

  /** Of a client that takes every path; head and body. */
  private static String answer(String call, String header) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket
          .getOutputStream()
          .write(
              "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n"
                  .formatted(call, header)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest(name = "endpoint {0}")
  @ValueSource(
      strings = {
        "ann:%s@10.0.0.5:7443",
        "https://ann:%s@10.0.0.5:7443",
        "10.0.0.5:7443?token=%s",
        "10.0.0.5:7443/%s"
      })
  void isRefusedInTheEndpointOfAnAgent(String endpoint) {
    Response answer =
        change()
            .body(Map.of("host", "url-host", "endpoint", endpoint.formatted(SECRET), "reason", "x"))
            .post("/v1/hosts");

    answer.then().statusCode(400).body("errors[0].field", containsString("endpoint"));
    assertThat(answer.asString()).doesNotContain(SECRET);
    if (endpoint.contains("@")) {
      assertThat(answer.asString()).contains("holds a user name or password");
    }
  }

  @Test
  void isTakenOutOfReasonAndTicket() {
    String host = "url-reason";
    change()
        .body(
            Map.of(
                "host",
                host,
                "endpoint",
                "10.0.0.5:7443",
                "reason",
                "see https://ann:%s@wiki/page".formatted(SECRET),
                "ticket",
                "https://tickets/CHG-1?token=" + SECRET))
        .post("/v1/hosts")
        .then()
        .statusCode(201);

    String events = asAdmin().get("/v1/events?host=" + host).asString();

    assertThat(events).contains("see https://***@wiki/page").contains("https://tickets/CHG-1?***");
    assertThat(recorded()).doesNotContain(SECRET);
  }

  @Test
  void deniedCallIsRecordedWithThePathAlone() {
    given().urlEncodingEnabled(false).get("/v1/hosts/x-1/" + SECRET + ";a=b?c=" + SECRET);

    await().untilAsserted(() -> assertThat(recorded()).contains("/v1/hosts/x-1/***"));
    assertThat(recorded()).doesNotContain(SECRET);
  }

  /** The whole log, as it is exported. */
  private static String recorded() {
    return asAdmin().get("/v1/events/export").asString();
  }
}
