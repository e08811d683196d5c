package dev.baton.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.demo.DemoAssertions;
import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.Registration;
import dev.baton.lab.watch.MeasuredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One lab for all scenarios of a class: four hosts with their agents, a control plane that knows
 * the pair, a client that never stops. Every scenario begins at home with a streaming standby; the
 * class ends with a verified log and an empty machine.
 */
final class StandingPair implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  static final String PAIR = Registration.PAIR;
  private static final String RECOVERIES = "/v1/pairs/" + PAIR + "/recoveries";
  static final String HOME = "east";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Set<String> MOVING = Set.of("PENDING", "RUNNING", "ROLLING_BACK");

  private final LabOptions options;
  private final Set<String> lostBefore = new HashSet<>();
  private @Nullable Lab lab;
  private @Nullable Api api;

  private StandingPair(LabOptions options) {
    this.options = options;
  }

  /** The usual one, on a port nobody else uses, so that a demo can run beside it. */
  static StandingPair standing() {
    return new StandingPair(LabOptions.named("it").on(freePort()));
  }

  /** A pair on hosts that boot systemd, with PostgreSQL as Debian installs it. */
  static StandingPair onSystemd() {
    return new StandingPair(LabOptions.named("sd").on(freePort()).onSystemd());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
    lab = Lab.up(options);
    api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    Registration.with(api, "test");
    served();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    String open = status().path("operation").asText();
    if (!open.isEmpty()) {
      move(open, "abort");
      ended(open);
    }
    if (!becomesStreaming()) {
      // On a busy machine it may still come by itself, and then there is nothing to recover.
      await().atMost(LIMIT.multipliedBy(4)).until(() -> streams() || recovered());
    }
    if (!status().path("primary").asText().equals(HOME)) {
      succeeded(graceful(HOME));
    }
    served();
    lab().clientControl().mark(context.getDisplayName().replaceAll("\\W", ""));
  }

  /** One that is out on record follows nobody again by itself: it is not waited for. */
  private boolean becomesStreaming() {
    if (status().hasNonNull("out")) {
      return false;
    }
    try {
      await().atMost(Duration.ofSeconds(10)).until(this::streams);
      return true;
    } catch (ConditionTimeoutException itDoesNot) {
      return false;
    }
  }

  private boolean streams() {
    return status().path("replication").path("state").asText().equals("streaming");
  }

  /** False where a recovery is refused now. */
  private boolean recovered() {
    Api.Answer answer = api().tryPost(RECOVERIES, recovery("auto", false));
    if (answer.succeeded()) {
      succeeded(ended(answer.body().path("operation").asText()));
    }
    return answer.succeeded();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (lab == null) {
      return;
    }
    try {
      assertThat(api().get("/v1/events/verify").path("verified").asBoolean()).isTrue();
    } finally {
      lab().close();
    }

    assertThat(LabCleanup.present(options.layout())).isEmpty();
    assertThat(options.folder()).doesNotExist();
  }

  Lab lab() {
    return Objects.requireNonNull(lab);
  }

  Api api() {
    return Objects.requireNonNull(api);
  }

  JsonNode status() {
    return api().get("/v1/pairs/" + PAIR);
  }

  /** The answer to a switchover, asked for once. */
  Api.Answer ask(String mode, String to, String accept) {
    return api().tryPost(switchovers(), order(mode, to, accept));
  }

  /** The answer to a forced switchover in which somebody says that these hosts are off. */
  Api.Answer askAttesting(String to, String accept, String... hosts) {
    return api().tryPost(switchovers(), attesting(to, accept, hosts));
  }

  /** A forced switchover with such a statement after its end; what is refused at first may pass. */
  JsonNode forcedAttesting(String to, String accept, String... hosts) {
    return ended(start(switchovers(), attesting(to, accept, hosts)));
  }

  static Map<String, Object> attesting(String to, String accept, String... hosts) {
    Map<String, Object> order = new HashMap<>(order("forced", to, accept));
    order.put(
        "attestations",
        Stream.of(hosts)
            .map(host ->
                Map.of("host", host, "statement", "switched off", "at", Instant.now().toString()))
            .toList());
    return order;
  }

  /** The first answer that is this problem; what else there was before it passes by itself. */
  Api.Answer refusal(String slug, String mode, String to, String accept) {
    return await()
        .atMost(LIMIT)
        .until(() -> ask(mode, to, accept), answer -> answer.succeeded() || answer.is(slug));
  }

  /** The id of a graceful switchover that was accepted. */
  String startGraceful(String to) {
    return start(switchovers(), order("graceful", to, "none"));
  }

  /**
   * A graceful switchover to the west, in which the stop of the old primary is ordered and hangs: a
   * fast stop waits for its last checkpoint, until {@link #letStop}.
   */
  String startHanging(Api through) {
    while (true) {
      String operation =
          through
              .postWhenReady(switchovers(), order("graceful", "west", "none"))
              .path("operation")
              .asText();
      // Frozen any earlier, it would hold up the checkpoints that the plan has before.
      await()
          .atMost(LIMIT.multipliedBy(2))
          .until(() -> through.get("/v1/operations/" + operation), StandingPair::replayed);
      if (signalCheckpointer("STOP")) {
        await()
            .atMost(LIMIT.multipliedBy(2))
            .until(() ->
                orders(operation).stream().anyMatch(order -> order.contains("postgres.stop")));
        return operation;
      }
      // It was faster than we on this busy machine: once more.
      succeeded(ended(operation));
      succeeded(graceful(HOME));
    }
  }

  void letStop() {
    assertThat(signalCheckpointer("CONT")).isTrue();
  }

  private boolean signalCheckpointer(String signal) {
    return lab()
        .host("east-db")
        .succeeds("pkill", "-" + signal, "-u", "postgres", "-f", "^postgres: .*checkpointer");
  }

  /** The orders of that operation in the journals of all agents, {@code host operation/step/…}. */
  List<String> orders(String operation) {
    List<String> orders = new ArrayList<>();
    for (String host : Layout.SITE_HOSTS) {
      Path journal = lab().host(host).folder().resolve("baton/state/journal");
      for (Path file : LabFiles.matching(journal, operation, ".log")) {
        String name = file.getFileName().toString().replaceFirst("[.]log$", "");
        orders.add(host + " " + URLDecoder.decode(name, StandardCharsets.UTF_8));
      }
    }
    return orders.stream().sorted().toList();
  }

  /** A graceful switchover after its end. */
  JsonNode graceful(String to) {
    return ended(startGraceful(to));
  }

  /** A forced switchover after its end. */
  JsonNode forced(String to, String accept) {
    return ended(startForced(to, accept));
  }

  String startForced(String to, String accept) {
    return start(switchovers(), order("forced", to, accept));
  }

  String startRecovery(String rejoin, boolean home) {
    return start(RECOVERIES, recovery(rejoin, home));
  }

  private static Map<String, ?> recovery(String rejoin, boolean home) {
    return Map.of("rejoin", rejoin, "returnHome", home, "reason", "test");
  }

  /** A recovery after its end. */
  JsonNode recover(String rejoin, boolean home) {
    return ended(startRecovery(rejoin, home));
  }

  static String switchovers() {
    return "/v1/pairs/" + PAIR + "/switchovers";
  }

  static Map<String, String> order(String mode, String to, String accept) {
    return Map.of("mode", mode, "to", to, "reason", "test", "acceptDataLoss", accept);
  }

  private String start(String path, Map<String, ?> order) {
    return api().postWhenReady(path, order).path("operation").asText();
  }

  JsonNode operation(String id) {
    return api().get("/v1/operations/" + id);
  }

  /** The operation once it moves no more by itself: ended, paused, or waiting for approval. */
  JsonNode settled(String id) {
    return reaches(id, operation -> !MOVING.contains(operation.path("state").asText()));
  }

  JsonNode ended(String id) {
    JsonNode operation = settled(id);
    assertThat(operation.hasNonNull("outcome")).as(operation.toPrettyString()).isTrue();
    return operation;
  }

  /** The operation as soon as it is like that; it has two minutes. */
  JsonNode reaches(String id, Predicate<JsonNode> condition) {
    return await()
        .atMost(LIMIT.multipliedBy(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> operation(id), condition);
  }

  /** Makes a move that must be open. */
  JsonNode move(String id, String move) {
    return api().post("/v1/operations/%s/%s".formatted(id, move), Map.of("reason", "test"));
  }

  Api.Answer approve(String id, String planHash) {
    return api().tryMove(operation(id), "approve", Map.of("reason", "test", "planHash", planHash));
  }

  /** One step of an operation, by its name; the first of that name. */
  static JsonNode step(JsonNode operation, String name) {
    return steps(operation, name).getFirst();
  }

  /** Its steps of that name, in the order of the plan. */
  static List<JsonNode> steps(JsonNode operation, String name) {
    return MeasuredRun.steps(operation)
        .filter(step -> step.path("name").asText().equals(name))
        .toList();
  }

  /** Whether its standby has proved that it replays, for the first time; then comes the drain. */
  static boolean replayed(JsonNode operation) {
    return step(operation, "prove-replayed").path("state").asText().equals("DONE");
  }

  static void succeeded(JsonNode operation) {
    assertThat(operation.path("outcome").asText())
        .as(operation.toPrettyString())
        .isEqualTo("SUCCEEDED");
  }

  /** Waits until the client gets its rows through the address. */
  void served() {
    new DemoAssertions(lab()).clientIsServed();
  }

  /** What must hold while a site serves and the other one streams from it. */
  void serves(String site, String standby) {
    served();
    // A standby whose primary was away tries again only after some seconds.
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(LabException.class)
        .untilAsserted(() -> new DemoAssertions(lab()).serves(site, standby));
  }

  /** Acknowledged rows that the site's database does not have; each is told once. */
  List<String> newlyLost(String site) {
    return lab()
        .clientControl()
        .acknowledgedIds()
        .missingFrom(lab().postgres(site + "-db"))
        .stream()
        .filter(lostBefore::add)
        .toList();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
