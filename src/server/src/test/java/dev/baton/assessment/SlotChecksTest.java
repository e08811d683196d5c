package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.assessment.Check.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Slots of others on the databases of A, which serves, and B. */
class SlotChecksTest {

  private final Map<String, String> primary = new HashMap<>(DatabaseEvidence.NOTHING_SPECIAL);
  private final Map<String, String> standby = new HashMap<>(DatabaseEvidence.NOTHING_SPECIAL);

  SlotChecksTest() {
    primary.put("allSlots", "b_db:physical barman:physical");
    primary.put("slotPositions", "b_db@0/5000000 barman@0/4000000");
    primary.put("carriedSlots", "barman gone b_db");
    standby.put("redoLsn", "0/3000028");
    standby.put("walSegmentBytes", "16777216");
  }

  private CarriedSlots slots() {
    return new CarriedSlots(
        TestPairs.serving("a").primarySite(),
        TestPairs.serving("a").standbySite(),
        primary,
        standby);
  }

  private Check check(String name) {
    return new SlotChecks(slots())
        .all().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void slotThatThePolicyNamesGoesAlongIfItIsThereAndNotOneOfThePair() {
    assertThat(slots().names())
        .isEqualTo(new CarriedSlots.SlotNames(List.of("barman"), List.of("barman")));
    assertThat(check("slots of others").measured())
        .isEqualTo("on a-db: barman (physical, carried)");
    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void slotThatTheOtherDatabaseHasIsNotMadeThere() {
    standby.put("slotPositions", "barman@0/1000000");

    assertThat(slots().names()).isEqualTo(new CarriedSlots.SlotNames(List.of("barman"), List.of()));
  }

  @Test
  void readerThatNeedsWhatTheOtherDatabaseWouldNotKeepIsNamed() {
    standby.put("redoLsn", "0/5000028");

    Check carried = check("slots carried");

    assertThat(carried.verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(carried.measured())
        .isEqualTo("barman is read from 0/4000000 on, and b-db would keep from 0/5000000 on");
    assertThat(carried.remedy()).contains("postgres.slots.carry on a-db");
  }

  @Test
  void readerThatIsInTheSameFileOfWalIsNotBehind() {
    standby.put("redoLsn", "0/4FFFFFF");

    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void slotThatNobodyHasReadFromYetIsNotBehind() {
    primary.put("slotPositions", "barman@");
    standby.put("redoLsn", "0/5000028");

    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void logicalSlotOfThatNameOnTheOtherDatabaseIsInTheWay() {
    standby.put("allSlots", "barman:logical");

    assertThat(check("slots carried").measured()).isEqualTo("barman is a logical one on b-db");
  }

  @Test
  void oldPrimaryNeedsASlotOnTheNewOneToo() {
    standby.put("freeSlots", "1");
    assertThat(check("free replication slots").verdict()).isEqualTo(Verdict.NOT_READY);

    standby.put("allSlots", "a_db:physical");
    assertThat(check("free replication slots").verdict()).isEqualTo(Verdict.READY);
  }
}
