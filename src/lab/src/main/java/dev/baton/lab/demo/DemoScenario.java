package dev.baton.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabgoService;
import dev.baton.lab.pair.Registration;
import dev.baton.lab.watch.LabOperations;
import dev.baton.lab.watch.MeasuredRun;
import dev.baton.lab.watch.SafetyMonitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The scenario of the demo: switchovers there and back, a disaster, and the way home. */
public final class DemoScenario {

  private static final String PAIR = Registration.PAIR;
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private final Lab lab;
  private final SafetyMonitor safetyMonitor;
  private final ConsoleReporter consoleReporter;
  private final Api api;
  private final LabOperations operations;
  private final DemoAssertions demoAssertions;
  private final List<MeasuredRun> runs = new ArrayList<>();
  private final List<HostState> hosts = new ArrayList<>();
  private final Set<String> lostBefore = new HashSet<>();
  private long began;

  public DemoScenario(Lab lab, SafetyMonitor safetyMonitor, ConsoleReporter consoleReporter) {
    this.lab = lab;
    this.safetyMonitor = safetyMonitor;
    this.consoleReporter = consoleReporter;
    this.api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    this.operations = new LabOperations(api, consoleReporter::step);
    this.demoAssertions = new DemoAssertions(lab);
  }

  /** What was measured up to now, also when the story broke off. */
  public List<MeasuredRun> runs() {
    return runs;
  }

  /** What the hosts said of their services after each run, and where the story broke off. */
  public List<HostState> hosts() {
    return hosts;
  }

  public void tell() {
    try {
      register();
      changeConfiguration();
      graceful("switchover", "east", "west");
      demoAssertions.sameConfiguration();
      graceful("switchover-back", "west", "east");
      disaster();
      recovery();
    } catch (LabException e) {
      look("broken off");
      throw e;
    }
  }

  private void look(String run) {
    List<HostState> states = HostState.after(run, lab);
    long deadline = System.nanoTime() + SETTLING.toNanos();
    // Units that are just being started or stopped; what disagrees for longer is reported so.
    while (!states.stream().allMatch(HostState::agree) && System.nanoTime() < deadline) {
      states = HostState.after(run, lab);
    }
    hosts.addAll(states);
    states.forEach(state -> consoleReporter.line("%s", state));
  }

  private void register() {
    consoleReporter.chapter("Hosts and pair are registered");
    Registration.with(api, "demo");
    Await.until("the pair to be observed", () -> streaming(status()));
    consoleReporter.status(status());
    begin("start");
  }

  private void begin(String run) {
    lab.clientControl().mark(run);
    began = System.nanoTime();
    demoAssertions.clientIsServed();
  }

  private JsonNode status() {
    return api.get("/v1/pairs/" + PAIR);
  }

  private static boolean streaming(JsonNode status) {
    return status.path("replication").path("state").asText().equals("streaming");
  }

  private void changeConfiguration() {
    consoleReporter.chapter(
        "Somebody adds a pipeline on east: the files differ until the switchover");
    LabgoService east = lab.labgo("east-app");
    east.configure(
        DemoAssertions.CONFIGURATION,
        east.configuration(DemoAssertions.CONFIGURATION)
            .replace("</pipelines>", "  <pipeline name=\"deploy\"/>\n  </pipelines>"));
  }

  private void graceful(String name, String from, String to) {
    consoleReporter.chapter("Graceful switchover from %s to %s, under load".formatted(from, to));
    begin(name);
    String id =
        operations.start(
            "/v1/pairs/" + PAIR + "/switchovers",
            Map.of("mode", "graceful", "to", to, "reason", "demo", "acceptDataLoss", "none"));
    measured(name, operations.end(id), to, 0);
    demoAssertions.serves(to, from);
  }

  private void disaster() {
    consoleReporter.chapter("Disaster: both hosts of east lose their power in mid-write");
    begin("forced-switchover");
    both("east", LabHost::powerOff);
    long quoted = lab.clientControl().window().acknowledgedRows();
    String id =
        operations.start(
            "/v1/pairs/" + PAIR + "/switchovers",
            Map.of(
                "mode", "forced",
                "to", "west",
                "reason", "east is down",
                "acceptDataLoss", "unknown",
                "attestations", List.of(off("east-app"), off("east-db"))));
    operations.begun(id, "promote-database");
    consoleReporter.line("%s", "the power is back on east, in mid-switchover: its hosts boot");
    both("east", LabHost::powerOn);
    JsonNode operation = operations.end(id);
    demoAssertions.stayedDown("east");
    consoleReporter.line(
        "%s", "east booted; its guards kept database, application and address down");
    measured("forced-switchover", operation, "west", quoted);
    demoAssertions.serves("west");
  }

  private void both(String site, Consumer<LabHost> action) {
    Parallel.run(
        () -> action.accept(lab.host(site + "-app")), () -> action.accept(lab.host(site + "-db")));
  }

  private static Map<String, String> off(String host) {
    return Map.of("host", host, "statement", "it has no power", "at", Instant.now().toString());
  }

  private void recovery() {
    consoleReporter.chapter("Recovery: east rejoins, then everything returns home");
    begin("recovery");
    String id =
        operations.start(
            "/v1/pairs/" + PAIR + "/recoveries",
            Map.of("rejoin", "auto", "returnHome", true, "reason", "east is repaired"));
    measured("recovery", operations.end(id), "east", 0);
    demoAssertions.serves("east", "west");
  }

  private void measured(String name, JsonNode operation, String survivor, long quoted) {
    demoAssertions.clientIsServed();
    demoAssertions.nothingTwice(survivor);
    ClientControl.Window window = lab.clientControl().window();
    List<String> lost =
        lab.clientControl().acknowledgedIds().missingFrom(lab.postgres(survivor + "-db")).stream()
            .filter(lostBefore::add)
            .toList();
    MeasuredRun run =
        MeasuredRun.of(name, operation, window, lost, quoted, safetyMonitor.since(began));
    runs.add(run);
    consoleReporter.run(run);
    look(name);
    if (!run.good()) {
      throw new LabException(
          "%s ended %s with %d rows lost of %d quoted, %d writable databases and the address on %d hosts: %s"
              .formatted(
                  name,
                  run.outcome(),
                  run.lostRows(),
                  run.quotedRows(),
                  run.writablePrimariesMax(),
                  run.addressHoldersMax(),
                  troubles(operation)));
    }
  }

  private static String troubles(JsonNode operation) {
    return MeasuredRun.steps(operation)
        .filter(step -> step.hasNonNull("why"))
        .map(step -> step.path("name").asText() + ": " + step.path("why").asText())
        .collect(Collectors.joining("; "));
  }

  public List<DemoDocument.Item> sync() {
    List<DemoDocument.Item> items = new ArrayList<>();
    for (JsonNode row : api.get("/v1/pairs/" + PAIR + "/sync").path("items")) {
      items.add(new DemoDocument.Item(row.path("item").asText(), row.path("state").asText()));
    }
    return items;
  }

  public DemoDocument.Events events() {
    JsonNode verified = api.get("/v1/events/verify");
    DemoDocument.Events events =
        new DemoDocument.Events(
            verified.path("count").asLong(), verified.path("verified").asBoolean());
    consoleReporter.chapter("The event log");
    consoleReporter.line(
        "%d events, chain %s", events.count(), events.verified() ? "verified" : "BROKEN");
    return events;
  }
}
