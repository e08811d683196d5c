package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the scenarios, and what is said of what is not in it. */
class ScenarioTextTest {

  private static final String GOOD =
      """
      # The database dies
      # in the middle.
      list    short
      setup   pair at east
      act     graceful switchover to west
      # a remark
      fault   when close-port starts: kill  postgresql on east-db
      act     wait until it moves no more
      expect  outcome one of ROLLED_BACK, PAUSED(escalate)
      """;

  @Test
  void isReadAsItIsWritten() {
    Scenario scenario = ScenarioText.parse("dies.scenario", GOOD);

    assertThat(scenario.name()).isEqualTo("dies");
    assertThat(scenario.title()).isEqualTo("The database dies in the middle.");
    assertThat(scenario.isShort()).isTrue();
    assertThat(scenario.lines())
        .extracting(Scenario.Line::block)
        .containsExactly(Block.LIST, Block.SETUP, Block.ACT, Block.FAULT, Block.ACT, Block.EXPECT);
    assertThat(scenario.lines().get(3).where()).isEqualTo("dies.scenario:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kill  postgresql on east-db | kill postgres on east-db   | dies.scenario:7|kill <process>",
        "kill  postgresql on east-db | kill postgresql on north-db| dies.scenario:7|east-app|east-db",
        "graceful switchover         | graceful switching         | dies.scenario:5|forced",
        "expect  outcome             | expects outcome            | dies.scenario:9|expect",
        "list    short               | fault   kill control plane | dies.scenario:4|cannot come after",
        "# The database dies         | list short                 | dies.scenario|what the situation is"
      })
  void whatIsNotUnderstoodIsNamedWithWhatIsKnown(
      String good, String bad, String where, String hint) {
    String text = GOOD.replace(good, bad);

    assertThatExceptionOfType(ScenarioException.class)
        .isThrownBy(() -> ScenarioText.parse("dies.scenario", text))
        .withMessageContaining(where)
        .withMessageContaining(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setup ", "expect"})
  void whatIsMissingIsNamed(String block) {
    String text = GOOD.replaceAll("(?m)^%s .*$".formatted(block.strip()), "");

    assertThatExceptionOfType(ScenarioException.class)
        .isThrownBy(() -> ScenarioText.parse("dies.scenario", text))
        .withMessageContaining("there is no " + block.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/faults", "/faults/red"})
  void everyScenarioIsUnderstood(String folder) {
    assertThat(Scenario.in(folder))
        .isNotEmpty()
        .allSatisfy(scenario -> assertThat(scenario.title()).endsWith("."));
  }

  @Test
  void sameSeedDrawsTheSameFaultsAndAllOfThemAreUnderstood() {
    for (long seed = 1; seed <= 200; seed++) {
      assertThat(RandomFaults.drawn(seed, 2)).isEqualTo(RandomFaults.drawn(seed, 2)).hasSize(2);
      RandomFaults.drawn(seed, 2)
          .forEach(fault -> assertThat(ScenarioText.step(Block.FAULT, fault)).isNotNull());
    }
  }
}
