package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FailureTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"connection-refused", "shutting-down", "pool-exhausted"})
  void missingDatabaseIsSaidAndMayBeTriedAgain(String how) {
    asAdmin()
        .get("/v1/failing/" + how)
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "5")
        .body("type", equalTo("/problems/database-unavailable"))
        .body("detail", containsString("nothing was started"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bad-statement", "bug"})
  void anythingUnexpectedTellsTheRequestIdAndNothingInternal(String how) {
    asAdmin()
        .header("X-Request-Id", "call-1")
        .get("/v1/failing/" + how)
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/internal"))
        .body("requestId", equalTo("call-1"))
        .body("detail", not(containsString("secret")));
  }
}
