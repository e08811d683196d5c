package dev.baton.http.document;

import static dev.baton.access.TestTokens.asAdmin;
import static dev.baton.access.TestTokens.change;
import static dev.baton.access.TestTokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.http.document.AnswerCheck.Reply;
import dev.baton.http.document.FuzzCalls.FuzzCall;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import dev.baton.operation.engine.OnFakeHosts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Drives every call of the document against the running control plane, with what is valid, at its
 * limits and nonsense, and holds each answer to the document.
 *
 * <p>{@code -Dfuzz=N} for N calls, {@code -Dfuzz.seed=S} for others than every run makes.
 */
@QuarkusTest
@TestProfile(ApiFuzzTest.OnHostsOfItsOwn.class)
class ApiFuzzTest {

  /** A profile of its own has a database of its own: what this leaves is in nobody's way. */
  public static class OnHostsOfItsOwn extends OnFakeHosts {}

  private static final Logger LOG = Logger.getLogger(ApiFuzzTest.class);

  private static final int CALLS = Integer.getInteger("fuzz", 2_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What depends on how the pair or an operation stands; their own tests do these. */
  private static final Set<String> NOT_GOOD_HERE =
      Set.of(
          "adoptRecord",
          "approveOperation",
          "escalateOperation",
          "pauseOperation",
          "resumeOperation",
          "retryOperation",
          "skipStep",
          "startDrill",
          "startPrune",
          "startRecovery",
          "startSwitchover");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final Map<String, Map<Integer, Integer>> seen = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();

  private ServedDocument document;
  private FuzzCalls calls;
  private AnswerCheck check;

  /** The operation that the moves are tried on, until one of them aborts it. */
  private String waiting = "";

  @BeforeEach
  void read() throws IOException {
    document = ServedDocument.read();
    check = new AnswerCheck(document);
    calls =
        new FuzzCalls(
            document,
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED),
            Map.of("pair", List.of("fuzzed"), "host", hosts, "operation", operations),
            token("admin"),
            token("viewer"));
  }

  @Test
  void everyCallEndsAsTheDocumentSays() throws Exception {
    LOG.infof("fuzz: %d calls, -Dfuzz.seed=%d", CALLS, SEED);
    register("fuzzed");
    register("given-up");
    anOperationThatWaits();
    for (DocumentedCall call : document.calls()) {
      for (FuzzCall refused : calls.refused(call).values()) {
        send(refused);
      }
      // A pair that is given up stays so; there would be none to drive.
      if (!call.id().equals("retirePair")) {
        send(calls.good(call));
        endWhatStands();
      }
    }
    for (int i = 0; i < CALLS; i++) {
      FuzzCall call = calls.any();
      boolean retires = call.documented().id().equals("retirePair");
      send(retires ? call.without("If-Match") : call);
      if (i % 100 == 99 || call.documented().id().equals("stopEverything")) {
        endWhatStands();
      }
    }
    send(calls.good(document.call("retirePair")).to("/v1/pairs/given-up/retire"));
    LOG.infof("fuzz: %s", seen);

    assertThat(faults).as("-Dfuzz.seed=%d", SEED).isEmpty();
    assertThat(neverSeen()).as("-Dfuzz.seed=%d", SEED).isEmpty();
    assertThat(seenAnywhere()).contains(200, 201, 202, 409);
  }

  private void register(String pair) throws IOException, InterruptedException {
    List<Map<String, String>> sites = new ArrayList<>();
    for (String site : List.of("east", "west")) {
      String application = "%s-%s-app".formatted(site, pair);
      String database = "%s-%s-db".formatted(site, pair);
      for (String host : List.of(application, database)) {
        change()
            .body(Map.of("host", host, "endpoint", "10.0.0.1:7443", "reason", "test"))
            .post("/v1/hosts")
            .then()
            .statusCode(201);
        hosts.add(host);
      }
      sites.add(Map.of("name", site, "application", application, "database", database));
    }
    send(
        calls
            .good(document.call("registerPair"))
            .saying(
                new ObjectMapper()
                    .writeValueAsString(
                        Map.of(
                            "pair", pair,
                            "home", "east",
                            "address", "10.0.0.9",
                            "reason", "test",
                            "sites", sites))));
  }

  /** One to look at and to abort: it asks for an approval that nobody gives. */
  private void anOperationThatWaits() {
    waiting =
        change()
            .body(Map.of("reason", "test"))
            .post("/v1/pairs/fuzzed/prunes")
            .then()
            .statusCode(202)
            .extract()
            .path("operation");
    operations.add(waiting);
  }

  private static void abort(String operation) {
    int unused =
        change()
            .body(Map.of("reason", "test"))
            .post("/v1/operations/%s/abort".formatted(operation))
            .statusCode();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          Response now = asAdmin().get("/v1/operations/" + operation);
          return now.path("outcome") != null || "PAUSED".equals(now.path("state"));
        });
  }

  /** So that the next calls find nothing stopped and nothing under way, but for what just began. */
  private void endWhatStands() {
    change().body(Map.of("reason", "test")).post("/v1/stop/release").then().statusCode(200);
    String running = asAdmin().get("/v1/pairs/fuzzed").path("operation");
    if (running != null && !running.equals(waiting)) {
      operations.add(running);
      abort(running);
    }
  }

  private void send(FuzzCall call) throws InterruptedException {
    try {
      judge(call, answer(call));
    } catch (IOException e) {
      faults.add("%s: no answer: %s".formatted(call, e));
    }
  }

  private Reply answer(FuzzCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + call.target()))
            .timeout(PATIENCE)
            .method(
                call.method(),
                call.body().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    call.headers().forEach(request::header);
    return read(client.send(request.build(), BodyHandlers.ofInputStream()));
  }

  private void judge(FuzzCall call, Reply reply) {
    seen.computeIfAbsent(call.documented().id(), id -> new TreeMap<>())
        .merge(reply.status(), 1, Integer::sum);
    for (String fault : check.faults(call.documented(), reply)) {
      faults.add(
          "%s: %d %s: %s"
              .formatted(
                  call, reply.status(), fault, reply.body().map(ApiFuzzTest::cut).orElse("")));
    }
  }

  private static Reply read(HttpResponse<InputStream> answer) throws IOException {
    Map<String, String> headers = new HashMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    try (InputStream body = answer.body()) {
      return new Reply(
          answer.statusCode(),
          headers,
          endless
              ? Optional.empty()
              : Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  private static String cut(String text) {
    return text.length() > 500 ? text.substring(0, 500) : text;
  }

  /** Calls without a good answer, and statuses that were asked for and did not come. */
  private Set<String> neverSeen() {
    Set<String> never = new TreeSet<>();
    for (DocumentedCall call : document.calls()) {
      Set<Integer> statuses = seen.getOrDefault(call.id(), Map.of()).keySet();
      if (!NOT_GOOD_HERE.contains(call.id()) && statuses.stream().noneMatch(s -> s < 300)) {
        never.add(call.id() + ": a good answer");
      }
      calls.refused(call).keySet().stream()
          .filter(status -> !statuses.contains(status))
          .forEach(status -> never.add(call.id() + ": " + status));
    }
    return never;
  }

  private Set<Integer> seenAnywhere() {
    Set<Integer> statuses = new TreeSet<>();
    seen.values().forEach(of -> statuses.addAll(of.keySet()));
    return statuses;
  }

  @Test
  void aPlantedViolationIsFound() {
    DocumentedCall call = document.call("getHost");
    String good = "{\"host\":\"a\",\"endpoint\":\"a:1\",\"registeredAt\":\"2026-01-31T08:15:30Z\"}";

    assertThat(planted(call, 200, "application/json", good)).isEmpty();
    assertThat(planted(call, 200, "text/html", good)).isNotEmpty();
    assertThat(planted(call, 200, "application/json", "")).containsExactly("has no body");
    assertThat(planted(call, 200, "application/json", good.replace("host", "hots"))).hasSize(2);
    assertThat(planted(call, 418, "application/json", good)).isNotEmpty();
    assertThat(planted(call, 404, "application/problem+json", problem("Nothing.", 404))).isEmpty();
    assertThat(planted(call, 404, "application/problem+json", problem("Nothing.", 400)))
        .isNotEmpty();
    assertThat(
            planted(call, 404, "application/problem+json", problem("dev.baton.pair.PairId", 404)))
        .isNotEmpty();
    assertThat(planted(call, 500, "application/problem+json", problem("Nothing.", 500)))
        .containsExactly("is a failure of ours");
    assertThat(
            check.faults(
                call,
                new Reply(200, Map.of("content-type", "application/json"), Optional.of(good))))
        .containsExactly("lacks the header X-Request-Id");
  }

  private List<String> planted(DocumentedCall call, int status, String type, String body) {
    return check.faults(
        call,
        new Reply(status, Map.of("content-type", type, "x-request-id", "x"), Optional.of(body)));
  }

  private static String problem(String detail, int status) {
    return "{\"type\":\"/problems/x\",\"title\":\"x\",\"status\":%d,\"detail\":\"%s\",\"requestId\":\"x\"}"
        .formatted(status, detail);
  }
}
