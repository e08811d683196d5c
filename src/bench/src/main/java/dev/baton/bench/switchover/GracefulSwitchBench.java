package dev.baton.bench.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Stats;
import dev.baton.lab.client.ClientControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Benchmark of graceful switchovers there and back, by Baton and by the baseline in turn, the
 * application booting in no time and in two seconds in turn. Both are measured by the same client.
 */
final class GracefulSwitchBench {

  /** How long the agent watches a drained application's database at least. */
  private static final double WATCHED_MS = 2500;

  private final SwitchLab switchLab;
  private final int runs;
  private final ProgressLog progress;
  private final Map<Integer, List<Round>> service = new TreeMap<>();
  private final List<Round> drained = new ArrayList<>();
  private final List<Round> write = new ArrayList<>();
  private final List<Round> follow = new ArrayList<>();
  private final List<Waterfalls.Run> reports = new ArrayList<>();

  /** What one run was, seen by the client, and how long the old primary took to follow. */
  private record Gaps(double drained, double service, double write, double follow) {}

  GracefulSwitchBench(SwitchLab switchLab, int runs, ProgressLog progress) {
    this.switchLab = switchLab;
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
      List<Gaps> theirs = switchLab.unseen(() -> List.of(baseline(), baseline()));
      for (int i = 0; i < 2; i++) {
        Gaps our = ours.get(i);
        Gaps their = theirs.get(i);
        service
            .computeIfAbsent(boot, seconds -> new ArrayList<>())
            .add(new Round(our.service(), their.service()));
        drained.add(new Round(our.drained(), WATCHED_MS));
        write.add(new Round(our.write(), their.write()));
        follow.add(new Round(our.follow(), their.follow()));
        progress.say(
            "graceful, boot %d s: drained %.0f ms, service gap %.0f / %.0f ms, write gap %.0f / %.0f, follow %.0f / %.0f"
                .formatted(
                    boot,
                    our.drained(),
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
    List.of(baton(0), baton(0));
    switchLab.unseen(() -> List.of(baseline(), baseline()));
    reports.clear();
  }

  private void bootsIn(int seconds) {
    for (String site : SwitchLab.SITES) {
      switchLab.lab().labgo(site + "-app").bootsIn(Duration.ofSeconds(seconds));
    }
  }

  private Gaps baton(int boot) {
    String to = switchLab.standby();
    switchLab.awaitReady();
    switchLab.mark("baton");
    switchLab.served();
    JsonNode report =
        switchLab.operate("switchovers", Map.of("mode", "graceful", "to", to, "reason", "bench"));
    switchLab.served();
    switchLab.swap();
    ClientControl.Window window = switchLab.window();
    long held = window.drainedMs(at(report, "close-port", "startedAt"));
    long closed = window.serviceGapMs() - held;
    reports.add(new Waterfalls.Run(report.path("operation").asText(), boot, closed));
    return new Gaps(
        held,
        closed,
        window.writeGapMs(),
        Stats.millis(
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

  private Gaps baseline() {
    String from = switchLab.primary();
    String to = switchLab.standby();
    switchLab.mark("bare");
    switchLab.served();
    switchLab.baseline().prepare(from, to);
    switchLab.baseline().switchOver(from, to);
    switchLab.served();
    ClientControl.Window window = switchLab.window();
    switchLab.baseline().settle(from, to);
    double follow = switchLab.baseline().follow(from, to);
    switchLab.swap();
    return new Gaps(0, window.serviceGapMs(), window.writeGapMs(), follow);
  }

  List<Waterfalls.Run> reports() {
    return reports;
  }

  Measure writeGap() {
    return Measure.compared(Goals.GRACEFUL_WRITE_GAP, write);
  }

  Measure drained() {
    return Measure.compared(Goals.GRACEFUL_DRAINED, drained);
  }

  /** By boot time, in seconds. */
  Map<Integer, List<Round>> serviceGap() {
    return service;
  }

  Measure rejoinFollow() {
    return Measure.compared(Goals.REJOIN_FOLLOW, follow);
  }
}
