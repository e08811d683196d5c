package dev.baton.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.watch.MeasuredRun;
import dev.baton.lab.watch.SafetyMonitor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String OPERATION =
      """
      {"operation":"op-1","outcome":"SUCCEEDED","from":"east","to":"west","mode":"graceful","term":2,
       "steps":[
        {"id":"1","name":"close-port","state":"DONE","host":"east-app","startedAt":"1970-01-01T00:00:00.9Z","ms":9,"evidence":{"stopMs":"80"}},
        {"id":"2","name":"stop-database","state":"DONE","host":"east-db","ms":270,"evidence":{"stopMs":"260"}},
        {"id":"3","name":"promote-database","state":"DONE","host":"west-db","ms":60,"evidence":{"promoteMs":"55"}},
        {"id":"4","name":"start-application","state":"DONE","host":"west-app","ms":1100,"evidence":{"bootMs":"1080"}}]}
      """;

  private static final ClientControl.Window WINDOW =
      new ClientControl.Window(1500, Instant.EPOCH, 350, Instant.EPOCH, 400, 300, 700, "");

  private static MeasuredRun run(List<String> lost) throws Exception {
    return run(OPERATION, lost, 0, 1, 1);
  }

  private static MeasuredRun run(
      String operation, List<String> lost, long quoted, int writable, int holders)
      throws Exception {
    return MeasuredRun.of(
        "switchover",
        JSON.readTree(operation),
        WINDOW,
        lost,
        quoted,
        new SafetyMonitor.Most(writable, holders));
  }

  private static HostState database(String systemd, String cluster, boolean inUnit) {
    return new HostState(
        "switchover", "east-db", "postgresql@15-main.service", systemd, cluster, "running", inUnit);
  }

  private static DemoDocument document(@Nullable String why) throws Exception {
    return new DemoDocument(
        why == null,
        why,
        "0.1.0",
        new DemoDocument.Machine(2, "15.1", "25"),
        List.of(run(List.of())),
        List.of(database("inactive", "online", true)),
        List.of(new DemoDocument.Item("cruise-config.xml", "IN_SYNC")),
        new DemoDocument.Events(12, true),
        90_000);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void hasTheNamesThatOthersRelyOn() throws Exception {
    JsonNode json = JSON.readTree(document(null).json());

    assertThat(names(json))
        .containsExactlyInAnyOrder(
            "ok", "version", "machine", "runs", "hosts", "sync", "events", "elapsedMs");
    assertThat(names(json.path("machine"))).containsExactly("cores", "java", "postgresql");
    assertThat(names(json.path("runs").path(0)))
        .contains(
            "name",
            "operation",
            "outcome",
            "from",
            "to",
            "mode",
            "term",
            "serviceGapMs",
            "drainedMs",
            "serviceLimitMs",
            "writeGapMs",
            "writeLimitMs",
            "acknowledgedRows",
            "lostRows",
            "quotedRows",
            "writablePrimariesMax",
            "addressHoldersMax",
            "steps");
    assertThat(names(json.path("runs").path(0).path("steps").path(0)))
        .containsExactly("host", "ms", "name", "state");
    assertThat(names(json.path("hosts").path(0)))
        .containsExactly("agree", "cluster", "host", "inUnit", "process", "run", "systemd", "unit");
    assertThat(names(json.path("sync").path(0))).containsExactly("item", "state");
    assertThat(names(json.path("events"))).containsExactly("count", "verified");
  }

  @Test
  void isOneLineThatBeginsWithTheVerdict() throws Exception {
    assertThat(document(null).json()).startsWith("{\"ok\":true,").doesNotContain("\n");
  }

  @Test
  void saysWhyItIsNotOk() throws Exception {
    assertThat(document("paused").json()).startsWith("{\"ok\":false,\"why\":\"paused\",");
  }

  @Test
  void limitsAreWhatTheAgentsMeasured() throws Exception {
    MeasuredRun run = run(List.of());

    assertThat(run.writeLimitMs()).isEqualTo(260 + 55);
    assertThat(run.serviceLimitMs()).isEqualTo(260 + 55 + 1080);
  }

  @Test
  void whatLiesBeforeTheCloseWasDrained() throws Exception {
    String noClose = OPERATION.replace("close-port", "take-address");

    assertThat(run(List.of()).drainedMs()).isEqualTo(900);
    assertThat(run(noClose, List.of(), 0, 1, 1).drainedMs()).isZero();
  }

  @Test
  void gracefulRunThatLostARowIsNotGood() throws Exception {
    assertThat(run(List.of()).good()).isTrue();
    assertThat(run(List.of("labgo_row:1")).good()).isFalse();
  }

  @Test
  void forcedRunMayLoseWhatWasQuotedAndNoMore() throws Exception {
    String forced = OPERATION.replace("graceful", "forced");

    assertThat(run(forced, List.of("labgo_row:1"), 1, 1, 1).good()).isTrue();
    assertThat(run(forced, List.of("labgo_row:1", "labgo_row:2"), 1, 1, 1).good()).isFalse();
  }

  @Test
  void runInWhichTwoServedAtOnceIsNotGood() throws Exception {
    assertThat(run(OPERATION, List.of(), 0, 2, 1).good()).isFalse();
    assertThat(run(OPERATION, List.of(), 0, 1, 2).good()).isFalse();
  }

  @Test
  void systemdClusterAndProcessMustSayTheSame() {
    assertThat(database("active", "online,recovery", true).agree()).isTrue();
    assertThat(database("inactive", "online", true).agree()).isFalse();
    assertThat(database("active", "down", true).agree()).isFalse();
    assertThat(database("active", "online", false).agree()).isFalse();
  }
}
