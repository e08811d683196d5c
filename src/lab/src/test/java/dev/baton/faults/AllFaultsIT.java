package dev.baton.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.lab.machine.Prerequisites;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario, by {@code ./mvnw verify -Pfaults}. {@code -Dfaults.seed=N} draws other faults
 * where they are left to chance, {@code -Dfaults.only=PATTERN} plays those in whose name it is
 * found, {@code -Dfaults.rounds=N} all of them so often, one round after the other.
 */
@Tag("faults")
@Tag("lab")
class AllFaultsIT {

  private static final int DRAWS = 3;
  private static final int ROUNDS = Integer.getInteger("faults.rounds", 1);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("faults.only", ""));
  private static final FaultSuite suite = new FaultSuite();

  @BeforeAll
  static void onALab() {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
  }

  @AfterAll
  static void isLeftAsItWas() throws IOException {
    suite.close();
  }

  static Stream<Arguments> scenarios() {
    return IntStream.range(0, ROUNDS)
        .boxed()
        .flatMap(round -> Scenario.in("/faults").stream())
        .filter(scenario -> ONLY.matcher(scenario.name()).find())
        .flatMap(AllFaultsIT::seeds);
  }

  private static Stream<Arguments> seeds(Scenario scenario) {
    return LongStream.range(
            FaultSuite.seed(), FaultSuite.seed() + (scenario.byChance() ? DRAWS : 1))
        .mapToObj(seed -> arguments(scenario.name(), seed));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void endsWell(String scenario, long seed) {
    suite.run(Scenario.named("/faults", scenario), seed);
  }

  /** The judge must be able to find against somebody. */
  @ParameterizedTest
  @CsvSource({"standby-promoted-by-hand, 2 writable", "address-given-twice, on 2 hosts"})
  void judgeSees(String scenario, String finding) {
    assumeTrue(ONLY.matcher(scenario).find(), "another one is played");

    suite.runRed(Scenario.named("/faults/red", scenario), finding);
  }
}
