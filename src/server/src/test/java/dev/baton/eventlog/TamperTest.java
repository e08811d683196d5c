package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.append.Verification;
import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.CheckpointKey;
import dev.baton.eventlog.checkpoint.CheckpointStore;
import dev.baton.eventlog.checkpoint.SignedLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is superuser can change the record, but not without being found out. */
class TamperTest {

  private static final String CHANGED =
      "Event 4 does not fit: its fields do not have its hash, it was changed.";

  @TempDir Path folder;
  private SignedLog signed;

  /** Ten events; a checkpoint behind the fifth and one behind the last. */
  @BeforeEach
  void open() throws Exception {
    signed = new SignedLog(folder);
    signed.grow(5);
    signed.grow(5);
  }

  @AfterEach
  void close() throws Exception {
    signed.close();
  }

  @Test
  void findsNothingInAnUntouchedRecord() throws Exception {
    Verification found = signed.log.verify();

    assertThat(found.verified()).isTrue();
    assertThat(found.count()).isEqualTo(10);
    assertThat(signed.checkpoints.report().findings()).isEmpty();
    assertThat(signed.offline())
        .startsWith("All 10 events, 1 to 10, fit; checkpoint 2 of ")
        .endsWith(" vouches for those up to 10.");
  }

  @ParameterizedTest(name = "{1} is found at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "4 | update event set actor = 'somebody else' where seq = 4",
        "4 | update event set reason = null where seq = 4",
        "4 | update event set ticket = coalesce(reason, '') where seq = 4",
        "4 | update event set step = '' where seq = 4",
        "4 | update event set recorded_at = recorded_at + interval '1 microsecond' where seq = 4",
        "4 | update event set recorded_at = 'infinity' where seq = 4",
        "4 | update event set payload = concat(payload, ' ') where seq = 4",
        "4 | update event set payload = concat(chr(34), chr(92), chr(10), 'é') where seq = 4",
        "4 | update event set version = -version where seq in (4, 5); update event set version ="
            + " case seq when 4 then 5 else 4 end where seq in (4, 5)",
      })
  void findsAChangedEvent(long first, String tampering) throws Exception {
    signed.tamper(tampering);

    assertThat(signed.log.verify().firstBroken()).hasValue(first);
    assertThat(signed.offline()).isEqualTo(CHANGED);
  }

  @ParameterizedTest(name = "{1} is found at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "4 | delete from event where seq = 4 | Event 4 is missing: event 5 follows event 3.",
        "5 | update event set hash = sha256(hash) where seq > 9; delete from event where seq = 5 |"
            + " Event 5 is missing: event 6 follows event 4.",
        "4 | update event set seq = -seq where seq in (4, 5); update event set seq = 9 + seq where"
            + " seq < 0 | Event 4 does not fit: it was recorded behind another event 3.",
        "9 | delete from event where seq > 8 | Event 9 is missing: the export ends with event 8,"
            + " the log did so with event 10.",
        "10 | update log_head set hash = sha256(hash) | Event 10 does not fit: the log ended with"
            + " another one.",
        "1 | delete from event | Event 1 is missing: the export ends with event 0, the log did so"
            + " with event 10.",
        "1 | truncate event | Event 1 is missing: the export ends with event 0, the log did so with"
            + " event 10.",
      })
  void findsAnEventThatIsGoneOrOutOfOrder(long first, String tampering, String sentence)
      throws Exception {
    signed.tamper(tampering);

    assertThat(signed.log.verify().firstBroken()).hasValue(first);
    assertThat(signed.offline()).isEqualTo(sentence);
  }

  @ParameterizedTest(name = "as event {0}")
  @CsvSource({"11", "0", "-7"})
  void findsAnEventThatWasInsertedBesideTheOrder(long seq) throws Exception {
    signed.tamper(insert(seq));

    assertThat(signed.log.verify().firstBroken()).hasValue(seq);
  }

  @Test
  void findsAnEventThatWasInsertedBetweenOthers() throws Exception {
    signed.tamper("update event set seq = seq + 100 where seq > 5", insert(6));
    signed.tamper("update event set seq = seq - 99 where seq > 100");

    assertThat(signed.log.verify().firstBroken()).hasValue(6L);
    assertThat(signed.offline())
        .isEqualTo("Event 6 does not fit: it was recorded behind another event 5.");
  }

  /** A chain that fits again: only a signature that was made before can tell. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cut, head included | CUT | Checkpoint 2 was made when event 10 was the last; the event log"
            + " ends with event 8: it was cut.",
        "cut, head and checkpoint included | CUT | Checkpoint 2 was made when event 10 was the"
            + " last; the event log ends with event 8: it was cut.",
        "written anew from event 4 on | CHANGED CHANGED | Checkpoint 1 was made for another event 5"
            + " than the event log holds.",
        "written anew behind the first checkpoint | CHANGED | Checkpoint 2 was made for another"
            + " event 10 than the event log holds.",
      })
  void findsARecordThatWasMadeToFitAgain(String how, String kinds, String sentence)
      throws Exception {
    switch (how) {
      case "cut, head included" -> signed.cutTo(8);
      case "cut, head and checkpoint included" -> {
        signed.cutTo(8);
        signed.tamper("delete from checkpoint where number = 2");
      }
      case "written anew from event 4 on" -> signed.rewriteFrom(4);
      default -> signed.rewriteFrom(6);
    }

    assertThat(signed.log.verify().verified()).isTrue();
    assertThat(kinds()).isEqualTo(kinds);
    assertThat(signed.offline()).isEqualTo(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "update checkpoint set time = time + interval '1 day' where number = 1 | FORGED MISSING |"
            + " Checkpoint 1 is forged: its signature does not fit what it says.",
        "update checkpoint set seq = 4, hash = (select hash from event where seq = 4) where number"
            + " = 1 | FORGED MISSING | Checkpoint 1 is forged: its signature does not fit what it"
            + " says.",
        "update checkpoint set signature = 'none' where number = 1 | FORGED MISSING | Checkpoint 1"
            + " is forged: its signature does not fit what it says.",
        "delete from checkpoint where number = 1 | MISSING | Checkpoint 1 is missing from the"
            + " event log, it is only in the file outside.",
        "delete from checkpoint where number = 2 | MISSING | Checkpoint 2 is missing from the"
            + " event log, it is only in the file outside.",
      })
  void findsACheckpointThatWasChangedOrTakenAway(String tampering, String kinds, String sentence)
      throws Exception {
    signed.tamper(tampering);

    assertThat(kinds()).isEqualTo(kinds);
    assertThat(signed.offline()).isEqualTo(sentence);
  }

  @Test
  void findsACheckpointThatSomebodyElseSigned() throws Exception {
    CheckpointKey other = CheckpointKey.in(folder.resolve("other.key"));
    Checkpoint foreign =
        Checkpoint.signed(
            3,
            signed.checkpoints.installation(),
            10,
            signed.log.verify().headHash(),
            Instant.parse("2026-01-31T08:15:30Z"),
            other);
    assertThat(new CheckpointStore(signed.database.dataSource()).add(foreign)).isTrue();

    assertThat(kinds()).isEqualTo("FOREIGN");
    assertThat(signed.offline())
        .startsWith("Checkpoint 3 is signed by another key, " + other.publicKey());
  }

  @Test
  void findsANumberThatWasUsedAgain() throws Exception {
    signed.tamper("delete from checkpoint where number = 2");
    assertThat(signed.checkpoints.make()).isPresent();

    assertThat(kinds()).isEqualTo("REPEATED MISSING");
  }

  @Test
  void findsACheckpointOfAnotherLog() throws Exception {
    signed.tamper("alter table installation disable trigger installation_unchanged");
    signed.tamper("update installation set id = 'another'");

    assertThat(kinds()).isEqualTo("FOREIGN FOREIGN GAP");
    assertThat(signed.offline()).startsWith("Checkpoint 1 is from another installation, ");
  }

  private String kinds() {
    return String.join(
        " ", signed.checkpoints.report().findings().stream().map(f -> f.kind().name()).toList());
  }

  private static String insert(long seq) {
    return Stream.of(EventColumn.values())
        .map(column ->
            switch (column) {
              case SEQ -> Long.toString(seq);
              case VERSION -> Long.toString(1000 + seq);
              default -> column.sqlName();
            })
        .collect(
            Collectors.joining(", ", "insert into event select ", " from event where seq = 4"));
  }
}
