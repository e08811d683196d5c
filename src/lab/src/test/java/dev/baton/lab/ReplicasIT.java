package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.pair.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two control planes on one database, one of which goes away in the middle of a switchover. */
@Tag("long")
@Tag("lab")
class ReplicasIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static Replicas replicas;

  @BeforeAll
  static void aSecondReplica() {
    replicas = new Replicas(pair.lab());
    replicas.second().start();
    replicas.second().forward(StandingPair.freePort());
  }

  @BeforeEach
  void bothAnswer() {
    for (ControlPlane replica : List.of(replicas.first(), replicas.second())) {
      if (!replica.running()) {
        replica.start();
      }
      JsonNode status = Replicas.api(replica).get("/v1/pairs/" + StandingPair.PAIR);
      assertThat(status.path("primary").asText()).isEqualTo(StandingPair.HOME);
    }
  }

  @AfterEach
  void nobodySleepsOn() {
    for (ControlPlane replica : List.of(replicas.first(), replicas.second())) {
      if (replica.running()) {
        replica.signal("CONT");
      }
    }
  }

  /** As often as {@code -Dreplicas.times} says. */
  static IntStream times() {
    return IntStream.rangeClosed(1, Integer.getInteger("replicas.times", 2));
  }

  @ParameterizedTest
  @MethodSource("times")
  void anOwnerThatIsFrozenIsReplacedAndCanChangeNothingWhenItWakes(int time) {
    ControlPlane owner = replicas.owner();
    ControlPlane other = replicas.other(owner);
    String operation = pair.startHanging(Replicas.api(other));
    Instant frozen = signal(owner, "STOP");
    pair.letStop();

    JsonNode ended = ended(operation, other);

    succeeded(ended);
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
    Replicas.Recorded takeOver = replicas.takeOvers().getLast();
    List<Replicas.Recorded> recorded = replicas.events();
    List<String> orders = pair.orders(operation);
    assertThat(takeOver.isBy(other)).isTrue();
    assertThat(orders).allMatch(order -> order.split("/", -1)[2].equals("1"), "first attempt");

    owner.signal("CONT");
    await().atMost(LIMIT).until(() -> ended(operation, owner).equals(ended));
    // What is asked of it afterwards is carried out, so whatever it had in hand is done with.
    String back =
        Replicas.api(owner)
            .postWhenReady(
                StandingPair.switchovers(), StandingPair.order("graceful", "east", "none"))
            .path("operation")
            .asText();
    succeeded(ended(back, other));

    List<Replicas.Recorded> all = replicas.events();
    assertThat(all.subList(0, recorded.size())).isEqualTo(recorded);
    assertThat(all.subList(recorded.size(), all.size()))
        .allMatch(event -> event.epoch() >= takeOver.epoch(), "under a later epoch")
        .noneMatch(event -> event.operation().equals(operation));
    assertThat(pair.orders(operation)).isEqualTo(orders);
    pair.serves("east", "west");
    assertThat(pair.newlyLost("east")).isEmpty();
    tell("STOP " + time, frozen, takeOver.at());
  }

  /** Stopped by a person, and by an accident. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void aReplicaThatEndsHandsItsPairOver(String signal) {
    ControlPlane first = replicas.first(); // with it the database would go
    ControlPlane second = replicas.second();
    if (replicas.owner().name().equals(first.name())) {
      first.signal("STOP");
      await().atMost(LIMIT).until(() -> replicas.owner().name().equals(second.name()));
      first.signal("CONT");
    }
    String operation = pair.startHanging(Replicas.api(second));
    Instant gone = signal(second, signal);
    pair.letStop();

    succeeded(ended(operation, first));
    tell(signal, gone, replicas.takeOvers().getLast().at());
    assertThat(replicas.owner().name()).isEqualTo(first.name());
    pair.serves("west", "east");
    assertThat(pair.newlyLost("west")).isEmpty();
  }

  private static Instant signal(ControlPlane replica, String signal) {
    replica.signal(signal);
    return Instant.now();
  }

  private static JsonNode ended(String operation, ControlPlane asked) {
    Api api = Replicas.api(asked);
    return await()
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(api.get("/v1/pairs/" + StandingPair.PAIR).path("drift").toString())
                  .doesNotContain("writable");
              return api.get("/v1/operations/" + operation);
            },
            answer -> answer.hasNonNull("outcome"));
  }

  /** How long the pair had no owner; figures are told, never judged, on a machine this busy. */
  private static void tell(String signal, Instant gone, Instant takenOver) {
    System.out.printf(
        "%s: handed over in %d ms%n", signal, Duration.between(gone, takenOver).toMillis());
  }
}
