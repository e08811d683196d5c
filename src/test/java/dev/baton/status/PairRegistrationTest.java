package dev.baton.status;

import static dev.baton.access.TestTokens.change;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.operation.OnStandInHosts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What makes hosts a pair, and what does not. */
@QuarkusTest
@TestProfile(OnStandInHosts.class)
class PairRegistrationTest {

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private ValidatableResponse register(String pair, String east, String west) {
    Stream.of(east, west)
        .flatMap(site -> Stream.of(site + "-app", site + "-db"))
        .forEach(host ->
            change()
                .body(Map.of("host", host, "endpoint", "10.0.0.1:7443", "reason", "test"))
                .post("/v1/hosts"));
    return change()
        .body(
            Map.of(
                "pair", pair + mark,
                "home", "east",
                "address", "10.0.0.9",
                "reason", "test",
                "sites", List.of(site("east", east), site("west", west))))
        .post("/v1/pairs")
        .then();
  }

  private static Map<String, String> site(String name, String hosts) {
    return Map.of("name", name, "application", hosts + "-app", "database", hosts + "-db");
  }

  private String host(String site) {
    return site + mark;
  }

  @Test
  void hostOfAnotherPairIsRefusedByName() {
    register("first", host("east"), host("west")).statusCode(201);

    register("second", host("east-two"), host("west"))
        .statusCode(422)
        .body("type", equalTo("/problems/pair-unfit"))
        .body("detail", containsString("west" + mark + "-app is a host of pair 'first" + mark));
  }

  @Test
  void samePairIsRefusedAsRegistered() {
    register("first", host("east"), host("west")).statusCode(201);

    register("first", host("east"), host("west"))
        .statusCode(409)
        .body("type", equalTo("/problems/pair-exists"));
  }
}
