package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadInputTest {

  @Test
  void malformedJsonIsLocatedByLineAndColumn() {
    isProblem(post("{\"host\":\n  \"a\",,}"), 400, "malformed-json")
        .body("detail", containsString("line 2, column 7"));
  }

  @ParameterizedTest(name = "body: {0}")
  @ValueSource(
      strings = {
        "{\"host\":\"a\"} more",
        "[1]",
        "\"text\"",
        "{",
        "{\"host\":\"a\",\"host\":\"b\"}"
      })
  void whatIsNotOneJsonObjectIsRefused(String body) {
    refused(post(body), 400, "malformed-json");
  }

  @Test
  void unknownFieldIsNamedWithTheKnownOnes() {
    isProblem(post("{\"hots\":\"a\"}"), 400, "unknown-field")
        .body("errors[0].field", equalTo("hots"))
        .body("detail", containsString("endpoint, host, reason, ticket"));
  }

  @ParameterizedTest(name = "body: {0}")
  @ValueSource(strings = {"{\"host\":{}}", "{\"host\":5}", "{\"host\":true}", "{\"host\":[\"a\"]}"})
  void fieldOfTheWrongKindIsNamed(String body) {
    isProblem(post(body), 400, "invalid-field").body("errors[0].field", equalTo("host"));
  }

  @ParameterizedTest(name = "reason: {0}")
  @ValueSource(strings = {"", ",\"reason\":null", ",\"reason\":\"  \""})
  void changeWithoutReasonIsRefusedWithTheRemedy(String reason) {
    isProblem(post("{\"host\":\"a\",\"endpoint\":\"a:1\"" + reason + "}"), 400, "reason-missing")
        .body("errors[0].field", equalTo("reason"))
        .body("detail", containsString("why"));
  }

  @Test
  void changeWithoutIdempotencyKeyIsRefusedWithTheRemedy() {
    isProblem(
            asAdmin().contentType("application/json").body("{}").post("/v1/hosts").then(),
            400,
            "idempotency-key-missing")
        .body("detail", containsString("UUID"));
  }

  @Test
  void changeWithoutBodyIsRefused() {
    refused(change().post("/v1/hosts").then(), 400, "invalid-field");
  }

  @Test
  void wrongMethodIsAProblem() {
    refused(change().delete("/v1/hosts").then(), 405, "method-not-allowed");
  }

  @Test
  void wrongMediaTypeIsAProblem() {
    refused(
        change().contentType("text/plain").body("host=a").post("/v1/hosts").then(),
        415,
        "unsupported-media-type");
  }

  @Test
  void representationThatIsNotThereIsAProblem() {
    refused(asAdmin().accept("text/csv").get("/v1/hosts").then(), 406, "not-acceptable");
  }

  @Test
  void nameThatNothingCanHaveIsNotFound() {
    refused(asAdmin().get("/v1/hosts/No_Such").then(), 404, "not-found");
  }

  @Test
  void requestIdOfTheCallerThatCouldDoHarmIsReplaced() {
    asAdmin()
        .header("X-Request-Id", "a b; drop")
        .get("/v1/hosts/nobody")
        .then()
        .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"))
        .body("requestId", matchesPattern("[0-9a-f-]{36}"));
  }

  private static ValidatableResponse post(String body) {
    return change().body(body).post("/v1/hosts").then();
  }

  private static ValidatableResponse isProblem(
      ValidatableResponse answer, int status, String slug) {
    return answer
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/" + slug))
        .body("status", equalTo(status))
        .body("detail", not(containsString("Exception")));
  }

  private static void refused(ValidatableResponse answer, int status, String slug) {
    assertThat(isProblem(answer, status, slug)).isNotNull();
  }
}
