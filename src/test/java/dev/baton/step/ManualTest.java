package dev.baton.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.PairOfTwo;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManualTest {

  private static final PairState PAIR = PairOfTwo.serving("a");

  static Stream<String> kinds() {
    return Stream.concat(
        StepKinds.ALL.stream().map(StepKind::name),
        Plans.all().stream()
            .filter(s -> s.nature() == Nature.APPROVAL || s.nature() == Nature.WINDOW)
            .map(PlannedStep::name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyKindOfStepSaysWhatToCheckBeforeAndAfter(String kind) {
    assertThat(Manual.texts().getOrDefault(kind, "no text"))
        .contains("**Before:**")
        .contains("**After:**");
  }

  @Test
  void thereIsNoTextForAStepThatIsGone() {
    Set<String> known = kinds().collect(Collectors.toSet());

    assertThat(known).containsAll(Manual.texts().keySet());
  }

  @Test
  void everyNameInATextIsPutIn() {
    for (PlannedStep step : Plans.all()) {
      assertThat(Manual.text(PAIR, step.name(), Planned.of(step)).orElseThrow())
          .as(step.id())
          .doesNotContainPattern("\\{[a-z][A-Za-z.]*\\}");
    }
  }

  @Test
  void whatAShellWouldActOnIsNotPutIn() {
    Planned planned =
        new Planned("s", Optional.of(new HostId("a-db")), Map.of("names", "x'; $(reboot)"));

    assertThat(Manual.text(PAIR, "restore-synchronous", planned).orElseThrow())
        .doesNotContain("reboot")
        .contains("unfit for a shell");
  }
}
