package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static dev.baton.access.TestTokens.change;
import static dev.baton.access.TestTokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.http.RawCall.RawReply;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP and JSON allow and this API does not: each a problem, and none with an effect. */
@QuarkusTest
class HttpContractTest {

  private static final String PROBLEM = "application/problem+json";
  private static final int LARGEST_BODY = 1 << 20;

  private final String host = "h" + UUID.randomUUID();

  @Test
  void textIsNotMadeOfWhatIsOnlyHadAsJson() throws IOException {
    RawReply shown = RawCall.of("GET /v1/hosts").with("Accept: text/plain").send();
    RawReply changed = registering(registration()).with("Accept: text/plain").send();

    isProblem(shown, 406, "not-acceptable", "");
    isProblem(changed, 406, "not-acceptable", "");
    hadNoEffect();
  }

  @ParameterizedTest(name = "Accept: {0}")
  @ValueSource(strings = {";;;", "json", "*/json", "a/b;q=x"})
  void acceptThatCannotBeReadIsRefusedBeforeTheEffect(String accept) throws IOException {
    RawReply reply = registering(registration()).with("Accept: " + accept).send();

    isProblem(reply, 400, "invalid-field", "Accept");
    hadNoEffect();
  }

  @Test
  void whoTakesOnlyProblemsGetsJson() throws IOException {
    RawReply changed = registering(registration()).with("Accept: " + PROBLEM).send();
    RawReply shown = RawCall.of("GET /v1/hosts/" + host).with("Accept: " + PROBLEM).send();

    assertThat(changed.status()).isEqualTo(201);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.head()).containsIgnoringCase("content-type: application/json");
    assertThat(shown.json().getString("host")).isEqualTo(host);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "reason, a\\u0000b",
    "reason, a\\u001bb",
    "reason, a\\u0085b",
    "reason, \\u202ea",
    "reason, a\\u2066b",
    "reason, a\\ud800b",
    "reason, a\\udc00",
    "ticket, a\\nb",
    "ticket, a\\u0000b",
    "endpoint, 10.0.0.5:7443\\u0000",
    "host, a\\u202e"
  })
  void textThatMisleadsIsRefusedByName(String field, String text) {
    problem(post(registration(field, text)), 400, "invalid-field")
        .body("errors[0].field", equalTo(field))
        .body("detail", containsString("U+"));
    hadNoEffect();
  }

  @Test
  void aReasonMayHaveLinesAndTabs() {
    post(registration("reason", "one\\ntwo\\r\\n\\tthree")).statusCode(201);
  }

  @ParameterizedTest(name = "reason: {0}")
  @ValueSource(strings = {"\\u200b\\u200d", "\\u00a0", " \\ufeff\\u2060\\n"})
  void aReasonThatNobodySeesIsNone(String reason) {
    problem(post(registration("reason", reason)), 400, "reason-missing")
        .body("errors[0].field", equalTo("reason"));
    hadNoEffect();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ff", "c080", "eda080", "c3", "f8888080"})
  void aBodyThatIsNotUtf8IsRefused(String bytes) throws IOException {
    byte[] body = registration("reason", "because #").getBytes(StandardCharsets.UTF_8);

    RawReply reply = registering(replaced(body, HexFormat.of().parseHex(bytes))).send();

    isProblem(reply, 400, "malformed-json", "");
    hadNoEffect();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void anotherEncodingIsNotGuessed(String encoding) throws IOException {
    RawReply reply = registering(registration().getBytes(Charset.forName(encoding))).send();

    isProblem(reply, 400, "malformed-json", "");
    hadNoEffect();
  }

  @ParameterizedTest(name = "{0} of {1} characters")
  @CsvSource({"reason, 2001, 2000", "ticket, 201, 200", "endpoint, 2001, 2000", "host, 2001, 2000"})
  void textThatIsTooLongIsRefusedWithTheLimit(String field, int length, int limit) {
    problem(post(registration(field, "x".repeat(length))), 400, "invalid-field")
        .body("errors[0].field", equalTo(field))
        .body("detail", containsString("at most " + limit));
    hadNoEffect();
  }

  @ParameterizedTest(name = "{0} of {1} characters")
  @CsvSource({"reason, 2000", "ticket, 200"})
  void textUpToItsLimitIsTaken(String field, int length) {
    post(registration(field, "x".repeat(length))).statusCode(201);
  }

  @ParameterizedTest(name = "{0}?{1}={2}")
  @CsvSource({
    "/v1/operations, limit, x, invalid-field",
    "/v1/operations, limit, -1, invalid-field",
    "/v1/operations, limit, 0, invalid-field",
    "/v1/operations, limit, 101, invalid-field",
    "/v1/operations, limit, 99999999999999999999, invalid-field",
    "/v1/operations, after, x, cursor-unreadable",
    "/v1/events, limit, x, invalid-field",
    "/v1/events, after, x, cursor-unreadable",
    "/v1/events, limit, 1001, invalid-field",
    "/v1/hosts, limit, x, invalid-field",
    "/v1/hosts, limit, 1001, invalid-field",
    "/v1/hosts, after, x, cursor-unreadable",
    "/v1/pairs, limit, 0, invalid-field",
    "/v1/pairs, after, 17, cursor-unreadable",
    "/v1/checkpoints, limit, x, invalid-field",
    "/v1/checkpoints, after, x, cursor-unreadable"
  })
  void parameterThatCannotBeMeantIsNamed(String path, String name, String value, String slug) {
    problem(asAdmin().queryParam(name, value).get(path).then(), 400, slug)
        .body("errors[0].field", equalTo(name));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/v1/hosts",
        "/v1/hosts/nobody",
        "/v1/pairs",
        "/v1/pairs/nobody",
        "/v1/pairs/nobody/sync",
        "/v1/pairs/nobody/readiness",
        "/v1/pairs/nobody/runbook",
        "/v1/operations",
        "/v1/operations/nothing",
        "/v1/operations/nothing/report",
        "/v1/events",
        "/v1/events/verify",
        "/v1/events/stream",
        "/v1/events/export",
        "/v1/checkpoints",
        "/v1/checkpoints/key",
        "/v1/stop"
      })
  void unknownParameterIsRefusedEverywhere(String path) {
    problem(asAdmin().queryParam("colour", "red").get(path).then(), 400, "unknown-parameter")
        .body("errors[0].field", equalTo("colour"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pair=a&pair=a", "pair=", "pair", "pair=%00", "pair=%E2%80%AEa"})
  void parameterIsGivenOnceAndLegibly(String query) throws IOException {
    RawReply reply = RawCall.of("GET /v1/operations?" + query).send();

    isProblem(reply, 400, "invalid-field", "pair");
  }

  @Test
  void whatBelongsIntoTheBodyIsNoParameterOfAChange() {
    problem(
            change().body(registration()).post("/v1/hosts?validateOnly=true").then(),
            400,
            "unknown-parameter")
        .body("errors[0].field", equalTo("validateOnly"));
    hadNoEffect();
  }

  @Test
  void bodyThatSaysItIsTooLargeIsRefused() throws IOException {
    RawReply reply =
        RawCall.of("POST /v1/hosts")
            .with("Idempotency-Key: " + UUID.randomUUID())
            .with("Content-Type: application/json")
            .with("Content-Length: " + (LARGEST_BODY + 1))
            .send();

    isProblem(reply, 413, "body-too-large", "");
  }

  @Test
  void bodyThatTurnsOutTooLargeIsRefused() throws IOException {
    String large = registration() + " ".repeat(LARGEST_BODY);

    RawReply reply =
        RawCall.of("POST /v1/hosts")
            .with("Idempotency-Key: " + UUID.randomUUID())
            .chunked(large.getBytes(StandardCharsets.UTF_8))
            .send();

    isProblem(reply, 413, "body-too-large", "");
    hadNoEffect();
  }

  /** Much more than fits into buffers: who sends all of it before he reads is told too. */
  @Test
  void bodyThatIsSentWholeBeforeTheAnswerIsReadIsRefused() throws IOException {
    byte[] large = (registration() + " ".repeat(5 * LARGEST_BODY)).getBytes(StandardCharsets.UTF_8);
    RawCall call = RawCall.of("POST /v1/hosts").with("Idempotency-Key: " + UUID.randomUUID());

    isProblem(call.with(large).send(), 413, "body-too-large", "");
    isProblem(call.chunked(large).send(), 413, "body-too-large", "");
    hadNoEffect();
  }

  /** Vert.x reads them with the mapper of bodies: a file of timelines, the end of a log. */
  @Test
  void answersOfAgentsMayHoldWhatBodiesMayNot() {
    String history = "1\t0/304B638\tno recovery target specified\n".repeat(100);
    JsonObject answer = new JsonObject().put("result", new JsonObject().put("history", history));

    assertThat(answer.toBuffer().toJsonObject()).isEqualTo(answer);
  }

  @Test
  void chunkedBodyIsRead() throws IOException {
    RawReply reply =
        RawCall.of("POST /v1/hosts")
            .with("Idempotency-Key: " + UUID.randomUUID())
            .chunked(registration().getBytes(StandardCharsets.UTF_8))
            .send();

    assertThat(reply.status()).isEqualTo(201);
  }

  @Test
  void addressThatIsTooLongIsAProblem() throws IOException {
    RawCall call = RawCall.ofStranger("GET /v1/hosts/" + "a".repeat(5_000));

    isProblem(call.send(), 414, "address-too-long", "");
  }

  @Test
  void headersThatAreTooLargeAreAProblem() throws IOException {
    RawCall call = RawCall.of("GET /v1/hosts").with("X-Filler: " + "a".repeat(17_000));

    isProblem(call.send(), 431, "headers-too-large", "");
  }

  @Test
  void locationIsAPathWhateverHostWasCalled() throws IOException {
    RawReply reply =
        RawCall.bare("POST /v1/hosts")
            .with("Host: elsewhere.example")
            .with("Authorization: Bearer " + token("admin"))
            .with("Idempotency-Key: " + UUID.randomUUID())
            .with(registration().getBytes(StandardCharsets.UTF_8))
            .send();

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.head()).containsIgnoringCase("\r\nlocation: /v1/hosts/" + host + "\r\n");
  }

  @Test
  void ofTwoKeysNeitherIsTaken() throws IOException {
    RawReply reply =
        registering(registration()).with("Idempotency-Key: " + UUID.randomUUID()).send();

    isProblem(reply, 400, "invalid-field", "Idempotency-Key");
    hadNoEffect();
  }

  @ParameterizedTest(name = "Content-Encoding: {0}")
  @ValueSource(strings = {"gzip", "br", "identity, gzip"})
  void encodedBodyIsNotRead(String encoding) throws IOException {
    RawReply reply = registering(registration()).with("Content-Encoding: " + encoding).send();

    isProblem(reply, 415, "unsupported-media-type", "Content-Encoding");
    hadNoEffect();
  }

  @Test
  void bodyThatSaysItIsNotEncodedIsRead() throws IOException {
    RawReply reply = registering(registration()).with("Content-Encoding: identity").send();

    assertThat(reply.status()).isEqualTo(201);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"X-No-Host: here", "Host: a b"})
  void callWithoutAHostIsAProblem(String header) throws IOException {
    RawCall call = RawCall.bare("GET /v1/hosts").with(header);

    isProblem(call.send(), 400, "invalid-field", "Host");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "DELETE /q/openapi",
        "POST /q/openapi",
        "PUT /q/openapi.json",
        "DELETE /q/health",
        "PATCH /q/health/ready"
      })
  void whatIsPublishedCanOnlyBeRead(String line) throws IOException {
    RawReply reply = RawCall.ofStranger(line).with("Content-Length: 0").send();

    isProblem(reply, 405, "method-not-allowed", "");
    assertThat(reply.head()).containsIgnoringCase("\r\nallow: GET, HEAD, OPTIONS\r\n");
  }

  @Test
  void whatIsPublishedCanBeRead() throws IOException {
    assertThat(RawCall.ofStranger("GET /q/openapi").send().status()).isEqualTo(200);
    assertThat(RawCall.ofStranger("GET /q/health/live").send().status()).isEqualTo(200);
  }

  private RawCall registering(String body) {
    return registering(body.getBytes(StandardCharsets.UTF_8));
  }

  private RawCall registering(byte[] body) {
    return RawCall.of("POST /v1/hosts").with("Idempotency-Key: " + UUID.randomUUID()).with(body);
  }

  private static ValidatableResponse post(String body) {
    return change().body(body).post("/v1/hosts").then();
  }

  private String registration() {
    return registration("ticket", "CHG-1");
  }

  /** The registration of this test's host, with that field as it stands between quotes in JSON. */
  private String registration(String field, String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("host", host);
    fields.put("endpoint", "10.0.0.5:7443");
    fields.put("reason", "contract");
    fields.put(field, json);
    return fields.entrySet().stream()
        .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The body with other bytes in the place of its {@code #}. */
  private static byte[] replaced(byte[] body, byte[] bytes) {
    int mark = new String(body, StandardCharsets.US_ASCII).indexOf('#');
    byte[] whole = Arrays.copyOf(body, body.length - 1 + bytes.length);
    System.arraycopy(bytes, 0, whole, mark, bytes.length);
    System.arraycopy(body, mark + 1, whole, mark + bytes.length, body.length - mark - 1);
    return whole;
  }

  private void hadNoEffect() {
    asViewer().get("/v1/hosts/" + host).then().statusCode(404);
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String slug) {
    return answer
        .statusCode(status)
        .contentType(PROBLEM)
        .body("type", equalTo("/problems/" + slug))
        .body("status", equalTo(status));
  }

  /** With that field at fault; "" for none. */
  private static void isProblem(RawReply reply, int status, String slug, String field) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.head())
        .containsIgnoringCase("\r\ncontent-type: " + PROBLEM)
        .containsIgnoringCase("\r\nx-request-id: ");
    assertThat(reply.json().getString("type")).isEqualTo("/problems/" + slug);
    assertThat(reply.json().getInt("status")).isEqualTo(status);
    if (!field.isEmpty()) {
      assertThat(reply.json().getString("errors[0].field")).isEqualTo(field);
    }
  }
}
