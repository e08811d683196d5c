package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        .body("database", equalTo("unreachable"))
        .body("detail", containsString("nothing was started"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"RESTARTING, restarting, is being restarted", "GONE, gone, could not be restarted"})
  void missingDatabaseOfOursIsSaidToComeBackOrNot(String state, String word, String sentence) {
    System.setProperty("baton.database.state", state);
    try {
      asAdmin()
          .get("/v1/failing/connection-refused")
          .then()
          .statusCode(503)
          .body("database", equalTo(word))
          .body("detail", containsString(sentence));
    } finally {
      System.clearProperty("baton.database.state");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"disk-full", "no-space"})
  void fullDiskOfTheDatabaseIsNamedWithItsFolder(String how) {
    asAdmin()
        .get("/v1/failing/" + how)
        .then()
        .statusCode(503)
        .header("Retry-After", "5")
        .body("type", equalTo("/problems/database-unavailable"))
        .body("database", equalTo("full"))
        .body("detail", containsString("disk of the control plane's database is full"))
        .body("detail", matchesPattern(".*Free space on the disk of /.*\\(mounted at /.*"));
  }

  @Test
  void listsThatAreMadeAgainAreSaidToComeBackWithHowFarTheyAre() {
    asAdmin()
        .get("/v1/failing/projections-behind")
        .then()
        .statusCode(503)
        .body("type", equalTo("/problems/projections-behind"))
        .body("detail", containsString("3 of 9 events"));
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
