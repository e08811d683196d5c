package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.assessment.Check.Verdict;
import dev.baton.pair.HostId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return new CarriedSlots(new HostId("a-db"), new HostId("b-db"), primary, standby);
  }

  private Check check(String name) {
    return new SlotChecks(slots())
        .all().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void slotThatThePolicyNamesGoesAlongUnlessItIsOneOfThePair() {
    assertThat(slots().named()).containsExactly("barman", "gone");
    assertThat(check("slots of others").measured())
        .isEqualTo("on a-db: barman (physical, carried)");
    assertThat(check("slots carried").measured()).isEqualTo("barman, gone (none on a-db)");
    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  /** From PostgreSQL 17 on; a slot that is only half there is not listed by the agent. */
  @Test
  void logicalSlotThatTheStandbyHasSynchronizedIsNotLost() {
    primary.put("allSlots", "b_db:physical cdc:logical");
    standby.put("allSlots", "cdc:logical");
    standby.put("syncedSlots", "cdc other");

    assertThat(check("slots of others").verdict()).isEqualTo(Verdict.READY);
    assertThat(check("slots of others").measured())
        .isEqualTo("on a-db: cdc (logical, synchronized)");
  }

  @Test
  void logicalSlotsThatWouldBeLostAreNamed() {
    primary.put("allSlots", "b_db:physical barman:physical cdc:logical search:logical");
    standby.put("allSlots", "cdc:logical search:logical");
    standby.put("syncedSlots", "search");

    Check others = check("slots of others");

    assertThat(others.verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(others.measured())
        .isEqualTo(
            "on a-db: barman (physical, carried), cdc (logical), search (logical, synchronized)");
    assertThat(others.remedy())
        .startsWith("cdc would be lost:")
        .contains("failover = true on a-db", "no slot of that name made on b-db itself");
  }

  @ParameterizedTest
  @CsvSource({
    "redoLsn, 0/5000028, keeps it from 0/5000000 on",
    "slotPositions, barman@0/5000028, keeps it from 0/5000000 on",
    "slotPositions, barman@, keeps it from unknown on",
    "walSegmentBytes, '', keeps it from unknown on",
    "allSlots, barman:logical, barman is a logical one on b-db"
  })
  void readerThatCouldNotGoOnIsNamed(String key, String value, String why) {
    standby.put(key, value);

    Check carried = check("slots carried");

    assertThat(carried.verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(carried.measured()).contains(why);
    assertThat(carried.remedy()).contains("postgres.slots.carry on a-db");
  }

  @ParameterizedTest
  @CsvSource({"redoLsn, 0/4FFFFFF", "slotPositions, barman@0/4FFFFFF"})
  void readerThatIsInTheSameFileOfWalIsNotBehind(String key, String value) {
    standby.put(key, value);

    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void slotThatKeepsNothingIsNotJudged() {
    primary.put("slotPositions", "barman@");
    standby.put("redoLsn", "0/5000028");

    assertThat(check("slots carried").verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void oldPrimaryNeedsASlotOnTheNewOneToo() {
    standby.put("freeSlots", "1");
    assertThat(check("free replication slots").verdict()).isEqualTo(Verdict.NOT_READY);

    standby.put("allSlots", "a_db:physical");
    assertThat(check("free replication slots").verdict()).isEqualTo(Verdict.READY);
  }
}
