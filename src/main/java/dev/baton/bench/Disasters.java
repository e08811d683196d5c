package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.Measure.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The primary's database and application are killed and stay down; forced switchover and rewind, by
 * Baton and bare in turn. All agents answer, and what happened is visible before the call.
 */
final class Disasters {

  private final World world;
  private final int runs;
  private final Progress progress;
  private final Map<Integer, List<Round>> forced = new TreeMap<>();
  private final List<Round> rewind = new ArrayList<>();

  /** Milliseconds to the first row through the address, and until the old primary streams. */
  private record Times(double served, double rewound) {}

  Disasters(World world, int runs, Progress progress) {
    this.world = world;
    this.runs = runs;
    this.progress = progress;
  }

  void run() {
    for (int run = 0; run < runs; run += 2) {
      int boot = run / 2 % 2 == 0 ? 0 : 2;
      for (String site : World.SITES) {
        world.lab().labgo(site + "-app").bootsIn(Duration.ofSeconds(boot));
      }
      List<Times> ours = List.of(baton(), baton());
      List<Times> theirs = world.unseen(() -> List.of(bare(), bare()));
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
    world.served();
    world.lab().postgres(world.primary() + "-db").kill();
    world.lab().labgo(world.primary() + "-app").kill();
  }

  private Times baton() {
    String to = world.standby();
    world.awaitReady();
    strike();
    World.until("Baton to see it", () -> down(world.status(), world.primary()));
    world.mark("baton");
    JsonNode switched =
        world.operate(
            "switchovers",
            Map.of("mode", "forced", "to", to, "acceptDataLoss", "unknown", "reason", "bench"));
    world.served();
    double served = world.window().serviceGapMs();
    world.swap();
    JsonNode recovered =
        world.operate(
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

  private Times bare() {
    String from = world.primary();
    String to = world.standby();
    strike();
    World.pause(500);
    world.bare().prepare(from, to);
    world.mark("bare");
    world.bare().takeOver(from, to);
    world.served();
    double served = world.window().serviceGapMs();
    world.bare().settle(from, to);
    double rewound = world.bare().rewind(from, to);
    world.swap();
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
