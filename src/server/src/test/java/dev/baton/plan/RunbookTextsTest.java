package dev.baton.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.drill.DrillSteps;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import dev.baton.switchover.ForcedSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookTextsTest {

  private static final PairState PAIR = TestPairs.serving("a");

  static Stream<String> kinds() {
    return Stream.concat(
        StepCatalogue.ALL.stream().map(StepKind::name),
        Plans.all().stream()
            .filter(s -> s.nature() == StepRole.APPROVAL || s.nature() == StepRole.WINDOW)
            .map(PlannedStep::name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyKindOfStepSaysWhatToCheckBeforeAndAfter(String kind) {
    assertThat(RunbookTexts.texts().getOrDefault(kind, "no text"))
        .contains("**Before:**")
        .contains("**After:**");
  }

  @Test
  void thereIsNoTextForAStepThatIsGone() {
    Set<String> known = kinds().collect(Collectors.toSet());

    assertThat(known).containsAll(RunbookTexts.texts().keySet());
  }

  @Test
  void everyNameInATextIsPutIn() {
    for (PlannedStep step : Plans.all()) {
      assertThat(RunbookTexts.text(PAIR, step.name(), StepInput.of(step)).orElseThrow())
          .as(step.id())
          .doesNotContainPattern("\\{[a-z][A-Za-z.]*\\}");
    }
  }

  @Test
  void whatAShellWouldActOnIsNotPutIn() {
    StepInput stepInput =
        new StepInput("s", Optional.of(new HostId("a-db")), Map.of("names", "x'; $(reboot)"));

    assertThat(RunbookTexts.text(PAIR, "restore-synchronous", stepInput).orElseThrow())
        .doesNotContain("reboot")
        .contains("unfit for a shell");
  }

  @Test
  void valueIsPutIntoAFileOfPostgresqlAsTheServerReadsIt() throws Exception {
    String conf =
        RunbookTexts.begin(PAIR)
            .lines()
            .filter(line -> line.startsWith("conf()"))
            .findFirst()
            .orElseThrow();
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", conf + "\nconf \"$1\"", "sh", "a\\b'c")
            .redirectErrorStream(true)
            .start();

    assertThat(shell.inputReader().lines()).containsExactly("a\\\\b''c");
  }

  @Test
  void nothingIsSaidOfWhatThePairDoesNotHave() {
    PairState alone = TestPairs.databaseOnly(false);
    List<PlannedStep> steps = new ArrayList<>(Plans.graceful(alone, ""));
    steps.addAll(ForcedSteps.attested(new PlanBuilder(), alone, ""));
    steps.addAll(DrillSteps.plan(alone));

    for (PlannedStep step : steps) {
      assertThat(RunbookTexts.text(alone, step.name(), StepInput.of(step)).orElseThrow())
          .as(step.id())
          .doesNotContain("app st", "ip -br addr", "arping", "application.health");
    }
  }

  @Test
  void marksOfLinesForSomePairsAreNotPrinted() {
    for (PlannedStep step : Plans.all()) {
      assertThat(RunbookTexts.text(PAIR, step.name(), StepInput.of(step)).orElseThrow())
          .as(step.id())
          .doesNotContainPattern("(?m)^\\?");
    }
  }
}
