package dev.baton.bench.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.bench.BenchCommand;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark in small: that it works, not what it measures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogBenchTest {

  private static final ProgressLog QUIET =
      new ProgressLog(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));

  private TestDatabase database;

  @BeforeAll
  void open() throws Exception {
    database = TestDatabase.create();
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  @Test
  void whatIsFilledIsALogLikeAnyOther() throws Exception {
    try (BenchLog filled = BenchLog.filled(database.access(), "filled", 6_000, QUIET)) {
      assertThat(filled.log().verify().verified()).isTrue();
      assertThat(filled.log().head()).isEqualTo(6_000);
      var singleAppender = new SingleAppender(filled.log(), "one-more");
      singleAppender.append();
      assertThat(filled.log().verify().count()).isEqualTo(6_001);
      assertThat(state(filled, "pair-007").sites()).hasSize(2);
      assertThat(filled.log().readAll(0, 7_000))
          .extracting(RecordedEvent::type)
          .contains("plan.frozen", "step.refused", "verdict.changed", "access.call-denied");
      assertThat(indexes(filled)).isEqualTo(indexesOfAnEmptyLog());
    }
  }

  @Test
  void theDocumentHasTheNamesThatOthersRelyOn() throws Exception {
    List<String> all = new ArrayList<>(Goals.names(Goals.OF_LOG));
    // They need the packaged program.
    all.removeAll(Goals.names(List.of(Goals.RESUME, Goals.START, Goals.REBUILD)));
    Report report;
    try (var measures = new LogMeasures(database.access(), Path.of(""), 3_000, 1, QUIET)) {
      report = measures.run(all);
    }

    JsonNode measures = new JsonMapper().readTree(report.json()).path("measures");
    assertThat(measures.findValuesAsText("name")).containsExactlyElementsOf(all);
    assertThat(names(measures.path(0)))
        .containsExactlyInAnyOrder(
            "name", "ratio", "median", "min", "max", "unit", "runs", "goal", "met");
    assertThat(measures.path(0).path("ratio").isNumber()).isTrue();
    assertThat(measures.path(0).path("met").isBoolean()).isTrue();
    assertThat(report.json()).doesNotContain("\n");
    assertThat(report.table()).contains("append-p50", "<= 1.3");
  }

  @ParameterizedTest(name = "baton bench {0}")
  @ValueSource(strings = {"", "log --fill many", "log --only nothing", "log --rounds 0", "more"})
  void wrongUseEndsWithTwo(String line) {
    assertThat(BenchCommand.run(line.split(" ", -1))).isEqualTo(BenchCommand.WRONG_USE);
  }

  @ParameterizedTest(name = "baton bench {0}")
  @ValueSource(strings = {"--help", "log --help"})
  void helpEndsWithZero(String line) {
    assertThat(BenchCommand.run(line.split(" ", -1))).isZero();
  }

  private static PairState state(BenchLog filled, String pair) {
    return PairState.from(
        filled.log().read(StreamId.of(new PairId(pair)), 0).stream()
            .map(event -> (PairEvent) event.event())
            .toList());
  }

  private List<String> indexesOfAnEmptyLog() throws Exception {
    try (BenchLog empty = BenchLog.filled(database.access(), "empty", 0, QUIET)) {
      return indexes(empty);
    }
  }

  private static List<String> indexes(BenchLog log) throws Exception {
    try (var connection = log.owner();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                """
                select replace(pg_get_indexdef(indexrelid), current_schema() || '.', '') from pg_index
                where indrelid = 'event'::regclass order by 1
                """)) {
      var found = new ArrayList<String>();
      while (result.next()) {
        found.add(result.getString(1));
      }
      return found;
    }
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
