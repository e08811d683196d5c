package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.Measure.Round;
import dev.baton.lab.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Graceful switchovers there and back, by Baton and bare in turn, the application booting in no
 * time and in two seconds in turn. Both are measured by the same client.
 */
final class Switches {

  private final World world;
  private final int runs;
  private final Progress progress;
  private final Map<Integer, List<Round>> service = new TreeMap<>();
  private final List<Round> write = new ArrayList<>();
  private final List<Round> follow = new ArrayList<>();
  private final List<Waterfalls.Run> reports = new ArrayList<>();

  /** What one run was, seen by the client, and how long the old primary took to follow. */
  private record Gaps(double service, double write, double follow) {}

  Switches(World world, int runs, Progress progress) {
    this.world = world;
    this.runs = runs;
    this.progress = progress;
  }

  /** Rounds come in fours: there and back, with each boot time. */
  void run() {
    warmUp();
    for (int run = 0; run < runs; run += 2) {
      int boot = run / 2 % 2 == 0 ? 0 : 2;
      bootsIn(boot);
      List<Gaps> ours = List.of(baton(boot), baton(boot));
      List<Gaps> theirs = world.unseen(() -> List.of(bare(), bare()));
      for (int i = 0; i < 2; i++) {
        Gaps our = ours.get(i);
        Gaps their = theirs.get(i);
        service
            .computeIfAbsent(boot, seconds -> new ArrayList<>())
            .add(new Round(our.service(), their.service()));
        write.add(new Round(our.write(), their.write()));
        follow.add(new Round(our.follow(), their.follow()));
        progress.say(
            "graceful, boot %d s: service gap %.0f / %.0f ms, write gap %.0f / %.0f, follow %.0f / %.0f"
                .formatted(
                    boot,
                    our.service(),
                    their.service(),
                    our.write(),
                    their.write(),
                    our.follow(),
                    their.follow()));
      }
    }
  }

  /** The first ones load classes and open files; nobody switches over a minute after a start. */
  private void warmUp() {
    progress.say("warming up");
    bootsIn(0);
    List<Gaps> unused = List.of(baton(0), baton(0));
    List<Gaps> unusedToo = world.unseen(() -> List.of(bare(), bare()));
    reports.clear();
  }

  private void bootsIn(int seconds) {
    for (String site : World.SITES) {
      world.lab().labgo(site + "-app").bootsIn(Duration.ofSeconds(seconds));
    }
  }

  private Gaps baton(int boot) {
    String to = world.standby();
    world.awaitReady();
    world.mark("baton");
    world.served();
    JsonNode report =
        world.operate("switchovers", Map.of("mode", "graceful", "to", to, "reason", "bench"));
    world.served();
    world.swap();
    Traffic.Window window = world.window();
    reports.add(new Waterfalls.Run(report.path("operation").asText(), boot, window.serviceGapMs()));
    return new Gaps(
        window.serviceGapMs(),
        window.writeGapMs(),
        Figures.millis(
            Duration.between(
                    at(report, "rejoin-database", "startedAt"),
                    at(report, "verify-redundancy", "endedAt"))
                .toNanos()));
  }

  private static Instant at(JsonNode report, String step, String moment) {
    for (JsonNode candidate : report.path("steps")) {
      if (candidate.path("name").asText().equals(step)) {
        return Instant.parse(candidate.path("attempts").path(0).path(moment).asText());
      }
    }
    throw new IllegalStateException("the report has no step " + step);
  }

  private Gaps bare() {
    String from = world.primary();
    String to = world.standby();
    world.mark("bare");
    world.served();
    world.bare().prepare(from, to);
    world.bare().switchOver(from, to);
    world.served();
    Traffic.Window window = world.window();
    world.bare().settle(from, to);
    double follow = world.bare().follow(from, to);
    world.swap();
    return new Gaps(window.serviceGapMs(), window.writeGapMs(), follow);
  }

  List<Waterfalls.Run> reports() {
    return reports;
  }

  Measure writeGap() {
    return Measure.compared(Goals.GRACEFUL_WRITE_GAP, write);
  }

  /** By boot time, in seconds. */
  Map<Integer, List<Round>> serviceGap() {
    return service;
  }

  Measure rejoinFollow() {
    return Measure.compared(Goals.REJOIN_FOLLOW, follow);
  }
}
