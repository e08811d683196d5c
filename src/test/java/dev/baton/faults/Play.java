package dev.baton.faults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.faults.Scenario.Line;
import java.util.ArrayList;
import java.util.List;

/** Plays a scenario on the ground, has it judged, and leaves the ground ready for the next one. */
final class Play {

  private final Ground ground;
  private final Scenario scenario;
  private final long seed;
  private final List<String> troubles = new ArrayList<>();

  private Play(Ground ground, Scenario scenario, long seed) {
    this.ground = ground;
    this.scenario = scenario;
    this.seed = seed;
  }

  /**
   * How it went.
   *
   * @param troubles what went otherwise than it should; empty after a good play
   * @param findings what the judge found, wanted or not
   */
  record Ended(Verdict verdict, List<String> findings, List<String> troubles) {}

  static Ended of(Ground ground, Scenario scenario, long seed) {
    return new Play(ground, scenario, seed).run();
  }

  private Ended run() {
    ground.stand();
    long began = System.nanoTime();
    ground.lab().traffic().mark(scenario.name().replaceAll("\\W", ""));
    Stage stage = new Stage(ground, seed);
    for (Line line : scenario.lines()) {
      if (!attempt(line.where() + " " + line.text(), () -> line.deed().on(stage))) {
        break;
      }
    }
    List<String> outcome = new ArrayList<>(List.of("unknown"));
    List<Boolean> wayOut = new ArrayList<>(List.of(false));
    attempt(
        "the state it is in",
        () -> {
          outcome.set(0, stage.outcome());
          wayOut.set(0, stage.hasWayOut());
        });
    long quoted =
        Judge.quoted(stage.accepted(), ground.lab().traffic().window().acknowledgedRows());
    boolean home = attempt("bringing the pair home", () -> Aftermath.bringHome(stage));
    Judge judge =
        new Judge(
            ground.databases().writable().most(began),
            ground.addresses().held().most(began),
            home ? ground.newlyLost("east-db") : 0,
            quoted,
            wayOut.getFirst(),
            logVerified());
    if (stage.lossExpected() && judge.lostRows() == 0) {
      troubles.add("rows were to be lost, and none was");
    }
    Verdict verdict = judge.verdict(scenario.name(), seed, outcome.getFirst(), troubles.isEmpty());
    if (!home) {
      ground.close();
    }
    return new Ended(verdict, judge.findings(), troubles);
  }

  private boolean logVerified() {
    return attempt(
        "verifying the log",
        () -> {
          if (!ground.api().get("/v1/events/verify").path("verified").asBoolean()) {
            throw new AssertionError("not verified");
          }
        });
  }

  @CanIgnoreReturnValue
  private boolean attempt(String what, Runnable work) {
    try {
      work.run();
      return true;
    } catch (AssertionError | RuntimeException e) {
      troubles.add("%s: %s".formatted(what, e));
      return false;
    }
  }
}
