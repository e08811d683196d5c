package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.lab.client.Api;
import dev.baton.lab.pair.Lab;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One scenario under way: the lab it is played on, its operation, and what is to be mended. */
final class ScenarioContext {

  private static final Set<String> STOPPING = Set.of("abort", "pause");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final LabFixture labFixture;
  private final long seed;
  private final Deque<Runnable> mends = new ArrayDeque<>();
  private final List<Map<String, String>> attestations = new ArrayList<>();
  private final List<Map<String, String>> overrides = new ArrayList<>();
  private @Nullable String operation;
  private Api.@Nullable Answer answer;
  private String accepted = "none";
  private boolean lossExpected;

  ScenarioContext(LabFixture labFixture, long seed) {
    this.labFixture = labFixture;
    this.seed = seed;
  }

  Lab lab() {
    return labFixture.lab();
  }

  LabFixture labFixture() {
    return labFixture;
  }

  long seed() {
    return seed;
  }

  /** Done before anything is judged that needs a whole lab; last fault first. */
  void toMend(Runnable mend) {
    mends.push(mend);
  }

  void mend() {
    while (!mends.isEmpty()) {
      mends.pop().run();
    }
  }

  /** Ends a fault when its time is over, or when everything is mended, whichever is first. */
  void after(Duration time, Runnable end) {
    AtomicBoolean over = new AtomicBoolean();
    Runnable once =
        () -> {
          if (over.compareAndSet(false, true)) {
            end.run();
          }
        };
    toMend(once);
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(once);
  }

  // --- what a person does

  void begin(String site) {
    assertThat(labFixture.status().path("primary").asText()).isEqualTo("east");
    if (site.equals("west")) {
      graceful("west");
      assertThat(awaitSettled().path("outcome").asText()).isEqualTo("SUCCEEDED");
      operation = null;
      labFixture.awaitWhole(LIMIT);
    }
  }

  void graceful(String site) {
    start("/switchovers", switchover("graceful", site, "none"));
  }

  void forced(String site, String loss) {
    accepted = loss.replace(" bytes", "");
    start("/switchovers", switchover("forced", site, accepted));
  }

  void recover(String rejoin, boolean home) {
    start("/recoveries", Map.of("rejoin", rejoin, "returnHome", home, "reason", "test"));
  }

  private void start(String path, Map<String, ?> order) {
    operation =
        labFixture.api().postWhenReady(LabFixture.PAIR + path, order).path("operation").asText();
  }

  /** Asked once, and the answer kept for what is expected of it. */
  void ask(String mode, String site, String loss) {
    answer =
        labFixture
            .api()
            .tryPost(
                LabFixture.PAIR + "/switchovers",
                switchover(mode, site, loss.replace(" bytes", "")));
  }

  private Map<String, Object> switchover(String mode, String site, String loss) {
    Map<String, Object> order =
        new HashMap<>(Map.of("mode", mode, "to", site, "reason", "test", "acceptDataLoss", loss));
    if (!attestations.isEmpty()) {
      order.put("attestations", attestations);
    }
    if (!overrides.isEmpty()) {
      order.put("overrides", overrides);
    }
    return order;
  }

  void attest(String host, String statement) {
    attestations.add(Map.of("host", host, "statement", statement, "at", Instant.now().toString()));
  }

  void override(String finding, String reason) {
    overrides.add(Map.of("finding", finding, "reason", reason));
  }

  void approve() {
    JsonNode waiting = awaitSettled();
    move("approve", Map.of("reason", "test", "planHash", waiting.path("planHash").asText()));
  }

  void escalate(String loss) {
    accepted = loss.replace(" bytes", "");
    Map<String, Object> order = new HashMap<>(switchover("forced", "west", accepted));
    order.remove("mode");
    order.remove("to");
    move("escalate", order);
  }

  void move(String move) {
    move(move, Map.of("reason", "test"));
  }

  /** Asked again while it is refused for what passes: the pair is just being looked at. */
  private void move(String move, Map<String, ?> order) {
    Api.Answer last =
        await()
            .atMost(LIMIT)
            .until(
                () -> tried(move, order), tried -> tried.succeeded() || !LabFixture.mayPass(tried));
    assertThat(last.succeeded()).as("%s: %s", move, last.problem()).isTrue();
  }

  /** An abort or pause goes without If-Match: a step that ends meanwhile must not refuse it. */
  private Api.Answer tried(String move, Map<String, ?> order) {
    JsonNode seen = operation();
    return STOPPING.contains(move)
        ? labFixture
            .api()
            .tryPost("/v1/operations/%s/%s".formatted(seen.path("operation").asText(), move), order)
        : labFixture.api().tryMove(seen, move, order);
  }

  /** What a person with psql does, and nobody should. */
  void promoteByHand(String host) {
    assertThat(lab().postgres(host).query("select pg_promote()")).isEqualTo("t");
  }

  // --- what is waited for

  JsonNode operation() {
    return labFixture.operation(Objects.requireNonNull(operation, "no operation has begun"));
  }

  @CanIgnoreReturnValue
  JsonNode awaitSettled() {
    return labFixture.settled(Objects.requireNonNull(operation, "no operation has begun"));
  }

  void awaitStep(String step, boolean done) {
    JsonNode reached =
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(10))
            .until(this::operation, seen -> stateOf(seen, step, done) || !LabFixture.moving(seen));
    if (!stateOf(reached, step, done)) {
      throw new NeverReached("%s was not reached: %s".formatted(step, reached.toPrettyString()));
    }
  }

  private static boolean stateOf(JsonNode operation, String step, boolean done) {
    String state = step(operation, step).path("state").asText();
    return done ? state.equals("DONE") : !state.equals("PENDING");
  }

  /** Does what {@code when STEP starts: FAULT} says, or nothing when it ends before that. */
  boolean strikeIfReached(String fault) {
    try {
      ScenarioText.step(Block.FAULT, fault).on(this);
      return true;
    } catch (NeverReached e) {
      return false;
    }
  }

  /** The step a fault was to strike at was not started. */
  private static final class NeverReached extends AssertionError {
    private static final long serialVersionUID = 1;

    NeverReached(String what) {
      super(what);
    }
  }

  void awaitAgent(Words words, String state, boolean is) {
    await()
        .atMost(LIMIT)
        .until(() ->
            StreamSupport.stream(labFixture.status().path("hosts").spliterator(), false)
                .filter(host -> host.path("host").asText().equals(words.get("host")))
                .anyMatch(host -> host.path("agent").asText().equals(state) == is));
  }

  /** Two that serve are seen by Baton itself, and nothing moves until a survivor is named. */
  void awaitSplitBrain() {
    await().atMost(LIMIT).until(() -> labFixture.status().hasNonNull("splitBrain"));
  }

  void awaitServed() {
    labFixture.awaitServed();
  }

  void awaitWhole() {
    labFixture.awaitWhole(LIMIT);
  }

  void awaitServedAndWhole() {
    awaitServed();
    awaitWhole();
  }

  /** Until the client has been promised that many more. */
  void awaitRows(int count) {
    long before = lab().clientControl().window().rows();
    await().atMost(LIMIT).until(() -> lab().clientControl().window().rows() > before + count);
  }

  /** How its operation stands, or what was answered when none began. */
  String outcome() {
    if (operation != null) {
      return awaitSettled().path("state").asText();
    }
    return answer == null ? "" : answer.body().path("type").asText();
  }

  /** Whether it has ended, or waits with a move that is open (E8). */
  boolean hasWayOut() {
    if (operation == null) {
      return true;
    }
    JsonNode settled = awaitSettled();
    return settled.hasNonNull("outcome") || !settled.path("moves").isEmpty();
  }

  /** What it stood for is judged by what was answered last. */
  void forgetOperation() {
    operation = null;
  }

  void answered(Api.Answer last) {
    answer = last;
  }

  Api.Answer answered() {
    return Objects.requireNonNull(answer, "nothing was asked for");
  }

  /** The judge will demand that the scenario really cost something. */
  void expectLoss() {
    lossExpected = true;
  }

  boolean lossExpected() {
    return lossExpected;
  }

  String accepted() {
    return accepted;
  }

  static JsonNode step(JsonNode operation, String name) {
    return StreamSupport.stream(operation.path("steps").spliterator(), false)
        .filter(step -> step.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step %s in the plan".formatted(name)));
  }
}
