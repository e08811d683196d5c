package dev.baton.access;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.asViewer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.AccessEvent.TokenCreated;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccessTest {

  @Inject EventLog log;

  @Test
  void callWithoutTokenIsAProblemThatSaysWhereTheTokenStands() {
    given()
        .get("/v1/hosts")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", containsString("Bearer"))
        .body("type", equalTo("/problems/unauthenticated"))
        .body("detail", containsString("admin.token"))
        .body("requestId", notNullValue());
  }

  @ParameterizedTest(name = "Authorization: {0}")
  @ValueSource(strings = {"Bearer baton_wrong", "Bearer ", "Basic YWRtaW46YWRtaW4=", "nonsense"})
  void wrongTokenIsTurnedAway(String header) {
    given()
        .header("Authorization", header)
        .get("/v1/hosts")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
  }

  @Test
  void unknownPathUnderV1NeedsATokenToo() {
    given().get("/v1/no-such-thing").then().statusCode(401);
  }

  @Test
  void refusedCallGoesOnRecordWithoutItsQuery() {
    String path = "/v1/hosts/" + UUID.randomUUID();

    given().get(path + "?secret=1").then().statusCode(401);

    await()
        .untilAsserted(() ->
            assertThat(denied())
                .anyMatch(call -> call.path().equals(path) && call.status() == 401));
  }

  @Test
  void viewerReadsButChangesNothing() {
    asViewer().get("/v1/hosts").then().statusCode(200);

    asViewer()
        .contentType("application/json")
        .header("Idempotency-Key", UUID.randomUUID())
        .body("{\"host\":\"a\",\"endpoint\":\"a:1\",\"reason\":\"x\"}")
        .post("/v1/hosts")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/forbidden"));

    await().untilAsserted(() -> assertThat(denied()).anyMatch(call -> call.status() == 403));
  }

  @Test
  void schemeOfTheHeaderMayBeWrittenInAnyCase() {
    given()
        .header("Authorization", "bearer " + TestTokens.token("viewer"))
        .get("/v1/hosts")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest(name = "{0} is open")
  @ValueSource(strings = {"/q/openapi", "/q/health/live"})
  void descriptionAndHealthNeedNoToken(String path) {
    given().get(path).then().statusCode(200);
  }

  @Test
  void newTokensAreOnRecordByTheirKeyedHashOnly() {
    await()
        .untilAsserted(() ->
            assertThat(access().filter(TokenCreated.class::isInstance))
                .extracting(event -> ((TokenCreated) event).name())
                .containsExactlyInAnyOrder("admin", "viewer"));

    assertThat(access().map(String::valueOf)).noneMatch(text -> text.contains("baton_"));
  }

  @Test
  void unknownPathIsNotFoundForACallerWhoIsLetIn() {
    asAdmin()
        .get("/v1/no-such-thing")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/not-found"));
  }

  private List<CallDenied> denied() {
    return access().filter(CallDenied.class::isInstance).map(CallDenied.class::cast).toList();
  }

  private Stream<?> access() {
    return log.read(StreamId.ACCESS, 0).stream().map(event -> event.event());
  }
}
