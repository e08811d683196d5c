package dev.baton.eventlog.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.append.LogReader;
import dev.baton.eventlog.checkpoint.CheckpointKey;
import dev.baton.eventlog.checkpoint.SignedLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lines of the export: 1 header, 2 and 3 checkpoints (of events 3 and 6), 4 to 9 events, 10 end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportVerifierTest {

  private static final ExportVerifier ALONE =
      new ExportVerifier(Optional.empty(), List.of(), Optional.empty());

  @TempDir static Path folder;
  private SignedLog signed;
  private List<String> lines = List.of();

  @BeforeAll
  void open() throws Exception {
    signed = new SignedLog(folder);
    signed.grow(3);
    signed.grow(3);
    lines = signed.export().lines().toList();
  }

  @AfterAll
  void close() throws Exception {
    signed.close();
  }

  @Test
  void exportHoldsEveryFieldOfEveryEvent() throws Exception {
    List<EventRow> rows = new LogReader(signed.database.dataSource()).after(0, 10);

    for (int i = 0; i < rows.size(); i++) {
      JsonNode line = new JsonMapper().readTree(lines.get(3 + i));
      for (EventColumn column : EventColumn.values()) {
        assertThat(line.path(column.jsonName()).asText(null))
            .as(column.jsonName())
            .isEqualTo(rows.get(i).texts().get(column));
      }
    }
    assertThat(lines).hasSize(10);
  }

  @ParameterizedTest(name = "behind {0} up to {1}")
  @CsvSource({"0, 6", "0, 4", "2, 5", "3, 3", "6, 6", "0, 0"})
  void partOfALogVerifiesToo(long after, long to) throws Exception {
    String export = signed.export(after, to);

    ExportVerdict verdict =
        SignedLog.verify(
            new ExportVerifier(
                Optional.of(signed.checkpoints.publicKey()), signed.outside(), Optional.empty()),
            export);

    assertThat(verdict.kind()).as(verdict.sentence()).isEqualTo(ExportVerdict.VerdictKind.WHOLE);
    assertThat(export.lines().filter(line -> line.startsWith("{\"seq\":")))
        .hasSize((int) (to - after));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | not json | Line 4 is not JSON: ",
        "4 | [1] | Line 4 is not a JSON object.",
        "4 | {} | Line 4 lacks the field 'seq'.",
        "4 | - \"actor\":\"ops\", | Line 4 lacks the field 'actor'.",
        "4 | - \"reason\":\"quarterly test\", | Event 1 does not fit: its fields do not have its"
            + " hash, it was changed.",
        "5 | s \"version\":2 \"version\":\"2\" | Line 5 has a field 'version' that is not a whole"
            + " number.",
        "5 | s \"actor\":\"ops\" \"actor\":7 | Line 5 has a field 'actor' that is not text.",
        "5 | s \"actor\" \"mood\":\"calm\",\"actor\" | Line 5 has a field 'mood' that no event"
            + " has.",
        "5 | s \"actor\" \"actor\":\"x\",\"actor\" | Line 5 is not JSON: ",
        "5 | s \"ops\" \"o\\u0000\" | Line 5 is not usable: actor must not contain the character"
            + " U+0000.",
        "2 | s \"number\":1 \"number\":1,\"mood\":1 | Line 2 holds no checkpoint that can be used:"
            + " ",
        "2 | s \"number\":1 \"number\":7 | Checkpoint 7 is forged: its signature does not fit what"
            + " it says.",
        "10 | s \"count\":6 \"count\":5 | Event 6 does not fit: the log ended with another one.",
      })
  void namesTheLineThatIsBroken(int number, String change, String sentence) throws Exception {
    ExportVerdict verdict = verdict(changed(number, change));

    assertThat(verdict.sentence()).startsWith(sentence);
    assertThat(verdict.kind()).isEqualTo(ExportVerdict.VerdictKind.BROKEN);
  }

  private List<String> changed(int number, String change) {
    var copy = new ArrayList<>(lines);
    String line = copy.get(number - 1);
    String[] words = change.split(" ", 3);
    copy.set(
        number - 1,
        switch (words[0]) {
          case "-" -> line.replace(change.substring(2), "");
          case "s" -> line.replace(words[1], words[2]);
          default -> change;
        });
    assertThat(copy).isNotEqualTo(lines);
    return copy;
  }

  @Test
  void namesWhereAnExportWasCut() throws Exception {
    String whole = String.join("\n", lines) + "\n";

    assertThat(verdict(lines.subList(0, 7)).sentence())
        .isEqualTo(
            "The export is cut: it ends after event 4, without the line that ends an export.");
    assertThat(SignedLog.verify(ALONE, whole.substring(0, whole.length() - 9)).sentence())
        .isEqualTo("The export is cut: line 10, the last, ends in the middle.");
    assertThat(verdict(without(8)).sentence())
        .isEqualTo("Event 5 is missing: event 6 follows event 4.");
    assertThat(verdict(without(9)).sentence())
        .isEqualTo(
            "Event 6 is missing: the export ends with event 5, the log did so with event 6.");
    assertThat(verdict(without(2)).sentence()).isEqualTo("Checkpoint 1 is missing.");
  }

  @Test
  void namesLinesThatAreOutOfPlace() throws Exception {
    assertThat(verdict(swapped(6, 7)).sentence())
        .isEqualTo("Event 3 is missing: event 4 follows event 2.");
    assertThat(verdict(swapped(3, 4)).sentence())
        .isEqualTo("Line 4 is a checkpoint behind the first event.");
    assertThat(verdict(swapped(9, 10)).sentence())
        .isEqualTo("Line 10 comes after the line that ends the export.");
    assertThat(verdict(swapped(1, 2)).kind()).isEqualTo(ExportVerdict.VerdictKind.NO_EXPORT);
  }

  @ParameterizedTest
  @CsvSource({"''", "hello", "'{\"seq\":1}'", "'{\"header\":{\"format\":\"baton-export/2\"}}'"})
  void saysWhatIsNoExport(String file) throws Exception {
    assertThat(SignedLog.verify(ALONE, file).kind()).isEqualTo(ExportVerdict.VerdictKind.NO_EXPORT);
  }

  @Test
  void knowsAnotherInstallationByItsKey() throws Exception {
    String other = CheckpointKey.in(folder.resolve("other.key")).publicKey();

    ExportVerdict verdict =
        SignedLog.verify(
            new ExportVerifier(Optional.of(other), List.of(), Optional.empty()),
            String.join("\n", lines) + "\n");

    assertThat(verdict.kind()).isEqualTo(ExportVerdict.VerdictKind.BROKEN);
    assertThat(verdict.sentence())
        .isEqualTo(
            "The export is from another installation: its key is %s, the one given is %s."
                .formatted(signed.checkpoints.publicKey(), other));
  }

  private static ExportVerdict verdict(List<String> lines) throws Exception {
    return SignedLog.verify(ALONE, String.join("\n", lines) + "\n");
  }

  private List<String> without(int number) {
    var copy = new ArrayList<>(lines);
    copy.remove(number - 1);
    return copy;
  }

  private List<String> swapped(int first, int second) {
    var copy = new ArrayList<>(lines);
    Collections.swap(copy, first - 1, second - 1);
    return copy;
  }
}
