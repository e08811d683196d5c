package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays scenarios on one ground, and reports at the end: a table, and {@code faults.json}. */
final class FaultSuite implements AutoCloseable {

  private static final Path REPORT = Path.of("target/faults.json");

  private final LabFixture labFixture = new LabFixture("faults");
  private final List<Verdict> verdicts = new ArrayList<>();

  /** What draws the faults "at random": {@code -Dfaults.seed=N}. */
  static long seed() {
    return Long.getLong("faults.seed", 1);
  }

  void run(Scenario scenario, long seed) {
    System.out.printf("faults: %s, seed %d: %s%n", scenario.name(), seed, scenario.title());
    long began = System.nanoTime();
    ScenarioRunner.Ended ended = ScenarioRunner.of(labFixture, scenario, seed);
    verdicts.add(ended.verdict());
    System.out.printf(
        "faults: %s: %s, %d s%n",
        scenario.name(), ended.verdict(), (System.nanoTime() - began) / 1_000_000_000);
    ended.findings().forEach(found -> System.out.println("faults:   " + found));
    ended.troubles().forEach(trouble -> System.out.println("faults:   " + trouble));

    assertThat(ended.troubles()).as("%s with seed %d", scenario.name(), seed).isEmpty();
    assertThat(ended.findings()).as("%s with seed %d", scenario.name(), seed).isEmpty();
  }

  /** For what is made wrong on purpose, to see that the judge would notice; in no report. */
  void runRed(Scenario scenario, String finding) {
    ScenarioRunner.Ended ended = ScenarioRunner.of(labFixture, scenario, seed());

    assertThat(ended.troubles()).as(scenario.name()).isEmpty();
    assertThat(ended.findings()).anySatisfy(found -> assertThat(found).contains(finding));
    assertThat(ended.verdict().passed()).isFalse();
  }

  /** Removes the lab, with nothing left of it, and reports. */
  @Override
  public void close() throws IOException {
    try {
      labFixture.close();
    } finally {
      report();
    }
  }

  private void report() throws IOException {
    System.out.println(Verdict.heading());
    verdicts.forEach(System.out::println);
    Files.writeString(REPORT, new JsonMapper().writeValueAsString(verdicts) + "\n");
  }
}
