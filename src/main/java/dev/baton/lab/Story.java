package dev.baton.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The story of the demo: there and back, a disaster, and the way home. */
final class Story {

  private static final String PAIR = Registration.PAIR;

  private final Lab lab;
  private final Watch watch;
  private final Teller teller;
  private final Api api;
  private final Operations operations;
  private final Proofs proofs;
  private final List<MeasuredRun> runs = new ArrayList<>();
  private final Set<String> lostBefore = new HashSet<>();
  private long began;

  Story(Lab lab, Watch watch, Teller teller) {
    this.lab = lab;
    this.watch = watch;
    this.teller = teller;
    this.api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    this.operations = new Operations(api, teller::step);
    this.proofs = new Proofs(lab);
  }

  /** What was measured up to now, also when the story broke off. */
  List<MeasuredRun> runs() {
    return runs;
  }

  void tell() {
    register();
    changeConfiguration();
    graceful("switchover", "east", "west");
    proofs.sameConfiguration();
    graceful("switchover-back", "west", "east");
    disaster();
    recovery();
  }

  private void register() {
    teller.chapter("Hosts and pair are registered");
    Registration.with(api, "demo");
    Waiting.until("the pair to be observed", () -> streaming(status()));
    teller.status(status());
    begin("start");
  }

  private void begin(String run) {
    lab.traffic().mark(run);
    began = System.nanoTime();
    proofs.clientIsServed();
  }

  private JsonNode status() {
    return api.get("/v1/pairs/" + PAIR);
  }

  private static boolean streaming(JsonNode status) {
    return status.path("replication").path("state").asText().equals("streaming");
  }

  private void changeConfiguration() {
    teller.chapter("Somebody adds a pipeline on east: the files differ until the switchover");
    LabgoService east = lab.labgo("east-app");
    east.configure(
        Proofs.CONFIGURATION,
        east.configuration(Proofs.CONFIGURATION)
            .replace("</pipelines>", "  <pipeline name=\"deploy\"/>\n  </pipelines>"));
  }

  private void graceful(String name, String from, String to) {
    teller.chapter("Graceful switchover from %s to %s, under load".formatted(from, to));
    begin(name);
    String id =
        operations.start(
            "/v1/pairs/" + PAIR + "/switchovers",
            Map.of("mode", "graceful", "to", to, "reason", "demo", "acceptDataLoss", "none"));
    measured(name, operations.end(id), to, 0);
    proofs.serves(to, from);
  }

  private void disaster() {
    teller.chapter("Disaster: both hosts of east lose their power in mid-write");
    begin("forced-switchover");
    both("east", LabHost::powerOff);
    long quoted = lab.traffic().window().acknowledgedRows();
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
    teller.line("%s", "the power is back on east, in mid-switchover: its hosts boot");
    both("east", LabHost::powerOn);
    JsonNode operation = operations.end(id);
    proofs.stayedDown("east");
    teller.line("%s", "east booted; its guards kept database, application and address down");
    measured("forced-switchover", operation, "west", quoted);
    proofs.serves("west");
  }

  private void both(String site, Consumer<LabHost> deed) {
    Together.run(
        () -> deed.accept(lab.host(site + "-app")), () -> deed.accept(lab.host(site + "-db")));
  }

  private static Map<String, String> off(String host) {
    return Map.of("host", host, "statement", "it has no power", "at", Instant.now().toString());
  }

  private void recovery() {
    teller.chapter("Recovery: east rejoins, then everything returns home");
    begin("recovery");
    String id =
        operations.start(
            "/v1/pairs/" + PAIR + "/recoveries",
            Map.of("rejoin", "auto", "returnHome", true, "reason", "east is repaired"));
    measured("recovery", operations.end(id), "east", 0);
    proofs.serves("east", "west");
  }

  private void measured(String name, JsonNode operation, String survivor, long quoted) {
    proofs.clientIsServed();
    proofs.nothingTwice(survivor);
    Traffic.Window window = lab.traffic().window();
    List<String> lost =
        lab.traffic().promises().missingFrom(lab.postgres(survivor + "-db")).stream()
            .filter(lostBefore::add)
            .toList();
    MeasuredRun run = MeasuredRun.of(name, operation, window, lost, quoted, watch.since(began));
    runs.add(run);
    teller.run(run);
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

  List<DemoDocument.Item> sync() {
    List<DemoDocument.Item> items = new ArrayList<>();
    for (JsonNode row : api.get("/v1/pairs/" + PAIR + "/sync").path("items")) {
      items.add(new DemoDocument.Item(row.path("item").asText(), row.path("state").asText()));
    }
    return items;
  }

  DemoDocument.Events events() {
    JsonNode verified = api.get("/v1/events/verify");
    DemoDocument.Events events =
        new DemoDocument.Events(
            verified.path("count").asLong(), verified.path("verified").asBoolean());
    teller.chapter("The event log");
    teller.line("%d events, chain %s", events.count(), events.verified() ? "verified" : "BROKEN");
    return events;
  }
}
