package dev.baton.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.lab.machine.Prerequisites;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of the short list; {@code -Pfaults} plays all. */
@Tag("lab")
class FaultsIT {

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

  static Stream<String> scenarios() {
    return Scenario.in("/faults").stream().filter(Scenario::isShort).map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void endsWell(String scenario) {
    suite.run(Scenario.named("/faults", scenario), FaultSuite.seed());
  }
}
