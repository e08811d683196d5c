package dev.baton.eventlog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.LogRolledBackException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.Event;
import dev.baton.pair.LogEvent.LogAdopted;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that were acknowledged do not go away unseen, though no checkpoint is behind them. */
class LogRollbackTest {

  private static final StreamId OTHER = StreamId.of(new PairId("other"));
  private static final List<Event> FACT =
      List.of(new OperationHeld(new OperationId("op-1"), "held"));

  @TempDir Path folder;
  private SignedLog signed;

  /** A checkpoint behind the fifth event, and three events behind that. */
  @BeforeEach
  void open() throws Exception {
    signed = new SignedLog(folder);
    signed.grow(5);
    signed.append(3);
  }

  @AfterEach
  void close() throws Exception {
    signed.close();
  }

  @Test
  void nothingIsFoundInALogThatIsWhole() throws Exception {
    assertThat(signed.log.rollback()).isEmpty();
    assertThat(signed.restarted().rollback()).isEmpty();
    assertThat(signed.offlineWithHead()).startsWith("All 8 events, 1 to 8, fit");
  }

  @Test
  void threeEventsTakenAwayBehindTheLastCheckpointAreMissed() throws Exception {
    signed.cutTo(5);

    assertThat(signed.log.verify().verified()).isTrue();
    assertThat(signed.checkpoints.report().whole()).isTrue();
    assertThat(signed.log.rollback().map(LogRollback::sentence))
        .hasValue("events 6 to 8 were acknowledged and are missing: the log ends with event 5");
    assertThat(signed.offlineWithHead())
        .isEqualTo("Events 6 to 8 were acknowledged and are missing: the log ends with event 5.");
  }

  @Test
  void endOfTheSameLengthWithOtherEventsIsFound() throws Exception {
    signed.rewriteFrom(6);

    assertThat(signed.log.verify().verified()).isTrue();
    assertThat(signed.log.rollback()).isPresent();
    assertThat(signed.offlineWithHead())
        .startsWith("Event 8 was acknowledged with another hash, ")
        .endsWith(": the end of the log was replaced.");
  }

  @Test
  void endThatGrewAgainPastWhatIsMissingIsFound() throws Exception {
    signed.cutTo(5);
    var unaware =
        new SqlEventLog(signed.database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
    for (int version = 0; version < 5; version++) {
      unaware.append(OTHER, version, FACT, Contexts.engine());
    }

    assertThat(unaware.head()).isEqualTo(10);
    assertThat(signed.log.rollback()).isPresent();
    assertThat(signed.offlineWithHead()).startsWith("Event 8 was acknowledged with another hash, ");
  }

  @Test
  void nothingIsAppendedBehindIt() throws Exception {
    signed.cutTo(5);

    assertThatThrownBy(() -> signed.log.append(OTHER, 0, FACT, Contexts.engine()))
        .isInstanceOf(LogRolledBackException.class)
        .hasMessageContaining("events 6 to 8 were acknowledged and are missing");
    assertThatThrownBy(() -> signed.log.exclusively("claim it", connection -> List.of()))
        .isInstanceOf(LogRolledBackException.class);
    assertThat(signed.checkpoints.make()).isEmpty();
    assertThat(signed.log.head()).isEqualTo(5);
  }

  @Test
  void whatStopsSomethingIsStillWrittenAndEndsNoAlarm() throws Exception {
    signed.cutTo(5);

    for (int version = 0; version < 4; version++) {
      signed.log.append(OTHER, version, List.of(EventLogContract.ABORT), Contexts.engine());
      assertThatThrownBy(() -> signed.log.append(OTHER, 0, FACT, Contexts.engine()))
          .isInstanceOf(LogRolledBackException.class);
    }

    assertThat(signed.log.head()).isEqualTo(9);
    assertThat(signed.log.rollback()).isPresent();
  }

  @Test
  void replicaThatIsStartedAgainKnowsWhatItAcknowledged() throws Exception {
    var unused = signed.offlineWithHead();
    signed.cutTo(5);

    assertThat(signed.restarted().rollback())
        .hasValueSatisfying(back -> assertThat(back.acknowledged()).isEqualTo(8));
  }

  @Test
  void withoutAFileOfTheHeadTheCheckpointsOutsideSpeak() throws Exception {
    signed.cutTo(4);

    assertThat(signed.restarted().rollback())
        .hasValueSatisfying(back -> assertThat(back.acknowledged()).isEqualTo(5));
  }

  @Test
  void alarmEndsWhenTheEventsAreThereAgain() throws Exception {
    signed.tamper(
        "create table kept as select * from event where seq > 5",
        "create table kept_head as select * from log_head");
    signed.cutTo(5);
    assertThat(signed.log.rollback()).isPresent();

    signed.tamper(
        "insert into event select * from kept",
        "update log_head set (seq, hash) = (select seq, hash from kept_head)");

    assertThat(signed.log.rollback()).isEmpty();
    assertThat(signed.log.append(OTHER, 0, FACT, Contexts.engine())).hasSize(1);
  }

  @Test
  void whatAPersonAdoptsIsWholeAgainAndSaysWhatIsMissing() throws Exception {
    signed.grow(2);
    var unused = signed.offlineWithHead();
    signed.cutTo(6);
    signed.tamper("delete from checkpoint where seq > 6");

    RecordedEvent adopted = signed.log.adopt(Contexts.engine());

    assertThat(adopted.event()).isEqualTo(new LogAdopted(6, 7, 10, hashBefore(adopted)));
    assertThat(signed.log.rollback()).isEmpty();
    assertThat(signed.checkpoints.report().findings()).isEmpty();
    assertThat(signed.log.append(OTHER, 0, FACT, Contexts.engine())).hasSize(1);
    assertThat(signed.restarted().rollback()).isEmpty();
    assertThat(signed.offlineWithHead()).startsWith("All 8 events, 1 to 8, fit");
  }

  @Test
  void otherReplicaTakesTheAdoptionOver() throws Exception {
    AcknowledgedHead other = signed.restarted();
    signed.cutTo(6);
    signed.log.adopt(Contexts.engine());

    var second = new SqlEventLog(signed.database.dataSource(), new NewEventSignal(), other);

    assertThat(second.rollback()).isEmpty();
    assertThat(second.append(OTHER, 0, FACT, Contexts.engine())).hasSize(1);
  }

  @Test
  void adoptionExcusesNoLaterLoss() throws Exception {
    signed.cutTo(5);
    signed.log.adopt(Contexts.engine());
    for (int version = 0; version < 2; version++) {
      signed.log.append(OTHER, version, FACT, Contexts.engine());
    }

    signed.cutTo(6);

    assertThat(signed.log.rollback()).isPresent();
  }

  private static String hashBefore(RecordedEvent adopted) {
    return ((LogAdopted) adopted.event()).missingHash();
  }

  @Test
  void staleAppendIsStillToldThatItIsStale() {
    assertThatThrownBy(() -> signed.log.append(OTHER, 7, FACT, Contexts.engine()))
        .isInstanceOf(StaleVersionException.class);
  }
}
