package dev.baton.bench.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.lab.machine.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Benchmark of forced switchover and rewind, by Baton and by the baseline in turn, after the
 * primary's database and application were killed. All agents answer, and what happened is visible
 * before the call.
 */
final class ForcedSwitchBench {

  private final SwitchLab switchLab;
  private final int runs;
  private final ProgressLog progress;
  private final Map<Integer, List<Round>> forced = new TreeMap<>();
  private final List<Round> rewind = new ArrayList<>();

  /** Milliseconds to the first row through the address, and until the old primary streams. */
  private record Times(double served, double rewound) {}

  ForcedSwitchBench(SwitchLab switchLab, int runs, ProgressLog progress) {
    this.switchLab = switchLab;
    this.runs = runs;
    this.progress = progress;
  }

  void run() {
    for (int run = 0; run < runs; run += 2) {
      int boot = run / 2 % 2 == 0 ? 0 : 2;
      for (String site : SwitchLab.SITES) {
        switchLab.lab().labgo(site + "-app").bootsIn(Duration.ofSeconds(boot));
      }
      List<Times> ours = List.of(baton(), baton());
      List<Times> theirs = switchLab.unseen(() -> List.of(baseline(), baseline()));
      for (int i = 0; i < 2; i++) {
        Times our = ours.get(i);
        Times their = theirs.get(i);
        forced
            .computeIfAbsent(boot, seconds -> new ArrayList<>())
            .add(new Round(our.served(), their.served()));
        rewind.add(new Round(our.rewound(), their.rewound()));
        progress.say(
            "forced, boot %d s: %.0f / %.0f ms, rewind %.0f / %.0f"
                .formatted(boot, our.served(), their.served(), our.rewound(), their.rewound()));
      }
    }
  }

  private void strike() {
    switchLab.served();
    switchLab.lab().postgres(switchLab.primary() + "-db").kill();
    switchLab.lab().labgo(switchLab.primary() + "-app").kill();
  }

  private Times baton() {
    String to = switchLab.standby();
    switchLab.awaitReady();
    strike();
    Await.until(
        "Baton to see it", SwitchLab.LIMIT, () -> down(switchLab.status(), switchLab.primary()));
    switchLab.mark("baton");
    JsonNode switched =
        switchLab.operate(
            "switchovers",
            Map.of("mode", "forced", "to", to, "acceptDataLoss", "unknown", "reason", "bench"));
    switchLab.served();
    double served = switchLab.window().serviceGapMs();
    switchLab.swap();
    JsonNode recovered =
        switchLab.operate(
            "recoveries", Map.of("rejoin", "auto", "returnHome", false, "reason", "bench"));
    if (!recovered.toString().contains("rewind-database")) {
      throw new IllegalStateException(
          "no rewind after %s".formatted(switched.path("operation").asText()));
    }
    JsonNode reached = recovered.path("milestones");
    return new Times(
        served,
        Duration.between(instant(reached, "requestedAt"), instant(reached, "redundantAt"))
            .toMillis());
  }

  private static Instant instant(JsonNode milestones, String which) {
    return Instant.parse(milestones.path(which).asText());
  }

  private static boolean down(JsonNode status, String site) {
    boolean seen = true;
    for (JsonNode host : status.path("hosts")) {
      if (host.path("host").asText().equals(site + "-db")) {
        seen &= host.path("postgres").path("running").asText().equals("false");
      } else if (host.path("host").asText().equals(site + "-app")) {
        seen &= host.path("application").path("state").asText().equals("down");
      }
    }
    return seen;
  }

  private Times baseline() {
    String from = switchLab.primary();
    String to = switchLab.standby();
    strike();
    Await.pause(Duration.ofMillis(500));
    switchLab.baseline().prepare(from, to);
    switchLab.mark("bare");
    switchLab.baseline().takeOver(from, to);
    switchLab.served();
    double served = switchLab.window().serviceGapMs();
    switchLab.baseline().settle(from, to);
    double rewound = switchLab.baseline().rewind(from, to);
    switchLab.swap();
    return new Times(served, rewound);
  }

  /** By boot time, in seconds. */
  Map<Integer, List<Round>> forced() {
    return forced;
  }

  Measure rejoinRewind() {
    return Measure.compared(Goals.REJOIN_REWIND, rewind);
  }
}
