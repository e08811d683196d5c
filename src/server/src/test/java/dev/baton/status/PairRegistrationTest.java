package dev.baton.status;

import static dev.baton.access.TestTokens.change;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import dev.baton.operation.engine.OnFakeHosts;
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
@TestProfile(OnFakeHosts.class)
class PairRegistrationTest {

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private ValidatableResponse register(
      String pair, Map<String, String> east, Map<String, String> west) {
    Stream.of(east, west)
        .flatMap(site -> Stream.of(site.get("application"), site.get("database")))
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
                "sites", List.of(east, west)))
        .post("/v1/pairs")
        .then();
  }

  private Map<String, String> site(String name, String application, String database) {
    return Map.of("name", name, "application", host(application), "database", host(database));
  }

  private String host(String name) {
    return name.replaceFirst("-", "-%s-".formatted(mark));
  }

  private Map<String, String> east() {
    return site("east", "east-app", "east-db");
  }

  private Map<String, String> west() {
    return site("west", "west-app", "west-db");
  }

  @Test
  void hostOfAnotherPairIsRefusedByName() {
    register("first", east(), west()).statusCode(201);

    register("second", site("east", "east2-app", "east2-db"), west())
        .statusCode(422)
        .body("type", equalTo("/problems/pair-unfit"))
        .body("detail", containsString(host("west-app") + " is a host of pair 'first" + mark));
  }

  @Test
  void hostOfBothSitesIsRefused() {
    register("mixed", east(), site("west", "east-db", "west-db"))
        .statusCode(400)
        .body("errors[0].field", equalTo("sites"));
  }

  @Test
  void databasesAloneAreRegisteredWithoutApplicationAndAddress() {
    for (String name : List.of("east-db", "west-db")) {
      change()
          .body(Map.of("host", host(name), "endpoint", "10.0.0.1:7443", "reason", "test"))
          .post("/v1/hosts");
    }

    change()
        .body(
            Map.of(
                "pair",
                "alone" + mark,
                "home",
                "east",
                "reason",
                "test",
                "sites",
                List.of(
                    Map.of("name", "east", "database", host("east-db")),
                    Map.of("name", "west", "database", host("west-db")))))
        .post("/v1/pairs")
        .then()
        .statusCode(201)
        .body("address", nullValue())
        .body("sites[0].application", nullValue())
        .body("hosts.roles", everyItem(contains("database")));
  }

  @Test
  void samePairIsRefusedAsRegistered() {
    register("first", east(), west()).statusCode(201);

    register("first", east(), west())
        .statusCode(409)
        .body("type", equalTo("/problems/pair-exists"));
  }
}
