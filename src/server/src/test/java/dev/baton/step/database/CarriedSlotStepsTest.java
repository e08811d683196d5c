package dev.baton.step.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A slot of somebody else on east, which serves; west is to have it. */
class CarriedSlotStepsTest {

  private static final HostId EAST = SimulatedPair.EAST.database();
  private static final HostId WEST = SimulatedPair.WEST.database();
  private static final String SLOT = SimulatedPair.SLOT_OF_OTHERS;

  private static StepBench read() {
    StepBench bench = new StepBench();
    bench.world.readByOthers();
    return bench;
  }

  private static InstantSource clock() {
    return StepBench.clock(Duration.ofSeconds(1), () -> {});
  }

  private static AgentReply carry(StepBench bench) {
    return on(bench, new CarrySlot(), WEST, EAST);
  }

  /** As at the end of a switch from west to east. */
  private static AgentReply drop(StepBench bench) {
    return on(bench, new DropSlot(), WEST, EAST);
  }

  private static AgentReply on(StepBench bench, StepKind step, HostId host, HostId primary) {
    Map<String, String> params = Map.of("slot", SLOT, "primary", primary.value());
    return bench.run(step, host, params, clock());
  }

  private static AgentReply takeBack(StepBench bench) {
    StepContext context = bench.context(WEST, Map.of("slot", SLOT), true, clock());
    return new DropSlot().run(context, bench.agents(context));
  }

  private static String slots(StepBench bench) {
    return bench.world.slots(SimulatedPair.WEST.name());
  }

  private static Evidence evidence(AgentReply reply) {
    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    return Evidence.of(((AgentReply.Done) reply).evidence());
  }

  @Test
  void isMadeThere() {
    StepBench bench = read();

    assertThat(evidence(carry(bench)).has(EvidenceKey.CREATED)).isTrue();
    assertThat(slots(bench)).isEqualTo(SLOT);
  }

  @Test
  void isDroppedWhereTheOtherDatabaseHasItToo() {
    StepBench bench = read();
    bench.world.westHasTheSlotToo();

    assertThat(evidence(drop(bench)).flag(EvidenceKey.DROPPED)).isTrue();
    assertThat(slots(bench)).isEmpty();
  }

  @Test
  void nothingIsMadeWhereNothingIsRead() {
    StepBench bench = new StepBench();

    assertThat(evidence(carry(bench)).text(EvidenceKey.BECAUSE)).contains("east-db has no slot");
    assertThat(slots(bench)).isEmpty();
  }

  @Test
  void readerThatIsTooFarBehindTurnsTheSwitchBack() {
    StepBench bench = read();
    bench.world.westCheckpointedLately();

    assertThat(carry(bench))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
              assertThat(refused.why()).contains(SLOT, "west-db keeps it from 0/7000000 on");
            });
    assertThat(slots(bench)).isEmpty();
  }

  @Test
  void slotThatWasThereIsUsedAndStaysWhenTheSwitchIsTakenBack() {
    StepBench bench = read();
    bench.world.westHasTheSlotToo();

    AgentReply carried = carry(bench);
    StepBench later =
        ended(started(), new StepDone(op(), step(), false, evidence(carried).facts(), took()));
    later.world.westHasTheSlotToo();

    assertThat(evidence(carried).flag(EvidenceKey.EXISTED)).isTrue();
    assertThat(evidence(takeBack(later)).text(EvidenceKey.BECAUSE)).contains("not made");
    assertThat(slots(later)).isEqualTo(SLOT);
  }

  @Test
  void whatASwitchMayHaveMadeIsDroppedWhenItIsTakenBack() {
    for (StepBench bench :
        new StepBench[] {
          ended(
              started(),
              new StepDone(op(), step(), false, Map.of("created", "(barman,0/1)"), took())),
          ended(started(), new StepRefused(op(), step(), false, "not-so", "late", Map.of()))
        }) {
      bench.world.westHasTheSlotToo();

      assertThat(evidence(takeBack(bench)).flag(EvidenceKey.DROPPED)).isTrue();
      assertThat(slots(bench)).isEmpty();
    }
  }

  @Test
  void slotOfAReaderThatCannotGoOnThereStays() {
    StepBench bench = new StepBench();
    bench.world.westHasTheSlotToo();

    assertThat(evidence(drop(bench)).text(EvidenceKey.LEFT))
        .isEqualTo("slot barman stays on west-db: east-db has none that keeps WAL for its reader");
    assertThat(slots(bench)).isEqualTo(SLOT);
  }

  @Test
  void slotThatIsReadFromStays() {
    StepBench bench = read();
    bench.world.westHasTheSlotToo();
    bench.world.westIsReadFrom();

    assertThat(evidence(drop(bench)).text(EvidenceKey.LEFT)).contains("somebody reads from it");
  }

  @Test
  void whatWasThereBeforeARefusalStaysWhenTheSwitchIsTakenBack() {
    StepBench bench =
        ended(started(), new StepRefused(op(), step(), false, "behind", "late", Map.of()));
    bench.world.westHasTheSlotToo();

    assertThat(evidence(takeBack(bench)).text(EvidenceKey.BECAUSE)).contains("not made");
    assertThat(slots(bench)).isEqualTo(SLOT);
  }

  @Test
  void slotThatBeginsTooLateBecauseOfACheckpointUnderWayIsRefusedAndGoesAgain() {
    StepBench bench = read();
    bench.world.westIsInACheckpoint();

    assertThat(carry(bench))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.NOT_SO);
              assertThat(refused.why()).contains("west-db keeps it from 0/7000000 on");
            });
    assertThat(slots(bench)).isEqualTo(SLOT);
  }

  @Test
  void probeTakesWhatIsThereForMadeAndMakesNothing() {
    StepBench bench = read();
    StepContext context =
        bench.context(WEST, Map.of("slot", SLOT, "primary", EAST.value()), false, clock());

    AgentReply before = new CarrySlot().probe(context, bench.agents(context));
    boolean made = !slots(bench).isEmpty();
    bench.world.westHasTheSlotToo();
    AgentReply after = new CarrySlot().probe(context, bench.agents(context));

    assertThat(before).isInstanceOf(AgentReply.Refused.class);
    assertThat(made).isFalse();
    assertThat(evidence(after).has(EvidenceKey.CREATED)).isTrue();
  }

  private static StepBench ended(PairEvent... events) {
    return new StepBench(events);
  }

  private static PairEvent started() {
    return new StepStarted(op(), step(), 1, false, Instant.EPOCH);
  }

  private static OperationId op() {
    return StepBench.OPERATION;
  }

  private static String step() {
    return "step@" + WEST;
  }

  private static Duration took() {
    return Duration.ZERO;
  }
}
