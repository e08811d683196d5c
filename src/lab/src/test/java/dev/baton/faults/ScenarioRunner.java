package dev.baton.faults;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.faults.Scenario.Line;
import java.util.ArrayList;
import java.util.List;

/** Plays a scenario on the ground, has it judged, and leaves the ground ready for the next one. */
final class ScenarioRunner {

  private final LabFixture labFixture;
  private final Scenario scenario;
  private final long seed;
  private final List<String> troubles = new ArrayList<>();

  private ScenarioRunner(LabFixture labFixture, Scenario scenario, long seed) {
    this.labFixture = labFixture;
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

  static Ended of(LabFixture labFixture, Scenario scenario, long seed) {
    return new ScenarioRunner(labFixture, scenario, seed).run();
  }

  private Ended run() {
    labFixture.stand();
    long began = System.nanoTime();
    labFixture.lab().clientControl().mark(scenario.name().replaceAll("\\W", ""));
    ScenarioContext scenarioContext = new ScenarioContext(labFixture, seed);
    for (Line line : scenario.lines()) {
      if (!attempt(line.where() + " " + line.text(), () -> line.step().on(scenarioContext))) {
        break;
      }
    }
    List<String> outcome = new ArrayList<>(List.of("unknown"));
    List<Boolean> wayOut = new ArrayList<>(List.of(false));
    attempt(
        "the state it is in",
        () -> {
          outcome.set(0, scenarioContext.outcome());
          wayOut.set(0, scenarioContext.hasWayOut());
        });
    long quoted =
        Judge.quoted(
            scenarioContext.accepted(),
            labFixture.lab().clientControl().window().acknowledgedRows());
    boolean home = attempt("bringing the pair home", () -> RestorePair.bringHome(scenarioContext));
    Judge judge =
        new Judge(
            labFixture.databases().writable().most(began),
            labFixture.addresses().held().most(began),
            home ? labFixture.newlyLost("east-db") : 0,
            quoted,
            wayOut.getFirst(),
            logVerified());
    if (scenarioContext.lossExpected() && judge.lostRows() == 0) {
      troubles.add("rows were to be lost, and none was");
    }
    Verdict verdict = judge.verdict(scenario.name(), seed, outcome.getFirst(), troubles.isEmpty());
    if (!home) {
      labFixture.close();
    }
    return new Ended(verdict, judge.findings(), troubles);
  }

  private boolean logVerified() {
    return attempt(
        "verifying the log",
        () -> {
          if (!labFixture.api().get("/v1/events/verify").path("verified").asBoolean()) {
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
