package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.lab.watch.ConditionIntervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge finds what is wrong, and the watchers' spans accuse nobody without proof. */
class JudgeTest {

  @Test
  void findsNothingWhereAllIsWell() {
    assertThat(new Judge(1, 1, 0, 0, true, true).findings()).isEmpty();
    assertThat(new Judge(1, 1, 7, 7, true, true).findings()).isEmpty();
    assertThat(new Judge(0, 0, 0, 0, true, true).verdict("x", 1, "SUCCEEDED", true).passed())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0, 0, true,  true,  2 writable primaries",
    "1, 2, 0, 0, true,  true,  the address on 2 hosts",
    "1, 1, 1, 0, true,  true,  '1 rows lost, 0 quoted'",
    "1, 1, 0, 0, false, true,  no move is open",
    "1, 1, 0, 0, true,  false, does not verify"
  })
  void finds(
      int writable, int holders, long lost, long quoted, boolean out, boolean log, String what) {
    Judge judge = new Judge(writable, holders, lost, quoted, out, log);

    assertThat(judge.findings()).singleElement().asString().contains(what);
    assertThat(judge.verdict("x", 1, "SUCCEEDED", true).passed()).isFalse();
  }

  @Test
  void scenarioThatDidNotGetWhatItExpectsHasNotPassed() {
    Verdict verdict = new Judge(1, 1, 0, 0, true, true).verdict("x", 1, "SUCCEEDED", false);

    assertThat(verdict.passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"none, 500, 0", "unknown, 500, 500", "4000, 500, 40", "900000, 500, 500"})
  void acceptanceCoversNoMoreThanItSays(String accepted, long promised, long rows) {
    assertThat(Judge.quoted(accepted, promised)).isEqualTo(rows);
  }

  @Test
  void twoAtOneMomentAreSeen() {
    ConditionIntervals conditionIntervals = new ConditionIntervals();
    conditionIntervals.seen("east", 0, 1);
    conditionIntervals.seen("east", 10, 11);
    conditionIntervals.seen("west", 8, 9);
    conditionIntervals.seen("west", 20, 21);
    conditionIntervals.end("east");

    assertThat(conditionIntervals.most(0)).isEqualTo(2);
    assertThat(conditionIntervals.most(11)).isEqualTo(1);
  }

  @Test
  void twoThatAreStillSoAreSeen() {
    ConditionIntervals conditionIntervals = new ConditionIntervals();
    for (long at = 0; at < 20; at += 10) {
      conditionIntervals.seen("east", at, at + 1);
      conditionIntervals.seen("west", at + 2, at + 3);
    }

    assertThat(conditionIntervals.most(0)).isEqualTo(2);
  }

  @Test
  void oneAfterTheOtherIsOne() {
    ConditionIntervals conditionIntervals = new ConditionIntervals();
    conditionIntervals.seen("east", 0, 1);
    conditionIntervals.seen("east", 10, 11);
    conditionIntervals.end("east");
    conditionIntervals.seen("west", 11, 12);
    conditionIntervals.seen("west", 20, 21);

    assertThat(conditionIntervals.most(0)).isEqualTo(1);
    assertThat(conditionIntervals.now()).containsExactly("west");
  }

  /** The look may have been answered long before its answer was read. */
  @Test
  void oneLookAloneAccusesNobody() {
    ConditionIntervals conditionIntervals = new ConditionIntervals();
    conditionIntervals.seen("east", 0, 1);
    conditionIntervals.seen("east", 100, 101);
    conditionIntervals.seen("west", 50, 60);
    conditionIntervals.end("west");

    assertThat(conditionIntervals.most(0)).isEqualTo(1);
  }
}
