package dev.baton.eventlog.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.MadeUpEvents;
import dev.baton.eventlog.query.EventQuery.Page;
import dev.baton.eventlog.query.EventQuery.PageWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventQueryTest {

  private static final int MANY = 200_000;
  private static final List<EventColumn> COLUMNS =
      List.of(
          EventColumn.PAIR,
          EventColumn.OPERATION,
          EventColumn.HOST,
          EventColumn.ACTOR,
          EventColumn.REQUEST_ID,
          EventColumn.TYPE,
          EventColumn.OUTCOME);

  private TestDatabase database;
  private EventQuery query;

  /** Every event there is, by sequence number; 0 stays empty. */
  private final List<Known> all = new ArrayList<>();

  private final Map<List<Object>, BitSet> answers = new HashMap<>();

  private record Known(Map<EventColumn, String> texts, Instant recordedAt) {}

  @BeforeAll
  void fill() throws Exception {
    database = TestDatabase.create();
    MadeUpEvents.add(database, 1, MANY);
    database.asOwner("vacuum analyze event");
    query = new EventQuery(database.dataSource());
    all.add(new Known(Map.of(), Instant.EPOCH));
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from event order by seq")) {
      while (row.next()) {
        all.add(known(row));
      }
    }
  }

  private static Known known(ResultSet row) throws SQLException {
    var texts = new EnumMap<EventColumn, String>(EventColumn.class);
    for (EventColumn column : COLUMNS) {
      String text = row.getString(column.sqlName());
      if (text != null) {
        texts.put(column, text);
      }
    }
    return new Known(texts, row.getTimestamp("recorded_at").toInstant());
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  /** Every subset of the filters, with the values of an event of that outcome. */
  @ParameterizedTest(name = "like an event that was {0}, newest first: {1}")
  @CsvSource({"REFUSED, true", "REFUSED, false", "DONE, true", "DONE, false"})
  void findsForEveryCombinationWhatAWalkOverAllFinds(String outcome, boolean newestFirst) {
    for (EventFilter filter : combinations(example(outcome))) {
      var window = new PageWindow(newestFirst, OptionalLong.empty(), 100);

      Page page = query.page(filter, window);

      List<Long> expected = expected(filter, newestFirst);
      assertThat(seqs(page)).as("%s", filter).isEqualTo(firstOf(expected, page.events().size()));
      if (page.next().isEmpty()) {
        assertThat(page.events()).as("%s", filter).hasSize(expected.size());
      } else {
        long looked = rank(page.next().getAsLong(), newestFirst);
        assertThat(expected.stream().filter(seq -> rank(seq, newestFirst) <= looked))
            .as("%s", filter)
            .hasSameSizeAs(page.events());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSED", "DONE"})
  void readsTheWholeTableForNoCombination(String outcome) {
    int example = example(outcome);
    for (EventFilter filter : combinations(example)) {
      for (boolean newestFirst : List.of(true, false)) {
        var window = new PageWindow(newestFirst, OptionalLong.of(example), 100);

        List<String> plans = query.plans(filter, window);

        assertThat(plans).as("%s", filter).isNotEmpty().allMatch(EventQueryTest::isBounded);
      }
    }
  }

  /** Nothing but ranges of an index in their order, each up to a limit, or rows by their key. */
  private static boolean isBounded(String plan) {
    return !plan.contains("Seq Scan on")
        && !plan.contains("Bitmap")
        && !plan.contains("Sort")
        && plan.contains("Limit")
        && (plan.contains("Index Only Scan") || plan.contains("Index Scan"));
  }

  @ParameterizedTest(name = "{0}, newest first: {1}")
  @CsvSource({
    "ACTOR TYPE, true",
    "ACTOR TYPE, false",
    "PAIR ACTOR, true",
    "PAIR ACTOR HOST, false",
    "TYPE OUTCOME, true",
    "OUTCOME, false",
    "OPERATION ACTOR, true",
    "REQUEST_ID, false",
    "'', true"
  })
  void walksPageByPageOverAllOfThemOnce(String columns, boolean newestFirst) {
    Map<EventColumn, String> texts = all.get(example("DONE")).texts();
    var exact = new EnumMap<EventColumn, String>(EventColumn.class);
    Stream.of(columns.split(" "))
        .filter(name -> !name.isEmpty())
        .map(EventColumn::valueOf)
        .forEach(column -> exact.put(column, text(texts, column)));
    var filter = new EventFilter(exact, Optional.empty(), Optional.empty(), Optional.empty());

    List<Long> walked = new ArrayList<>();
    OptionalLong next = OptionalLong.empty();
    do {
      Page page = query.page(filter, new PageWindow(newestFirst, next, 1_000));
      walked.addAll(seqs(page));
      next = page.next();
    } while (next.isPresent());

    assertThat(walked).isEqualTo(expected(filter, newestFirst));
  }

  /** The old needle is found by the short list, however long the others are. */
  @Test
  void findsRareOldEventsInOnePage() {
    var exact =
        Map.of(
            EventColumn.ACTOR,
            "retired",
            EventColumn.TYPE,
            "step.done",
            EventColumn.OUTCOME,
            "DONE");
    var filter = new EventFilter(exact, Optional.empty(), Optional.empty(), Optional.empty());

    Page page = query.page(filter, new PageWindow(true, OptionalLong.empty(), 100));

    assertThat(seqs(page)).isEqualTo(firstOf(expected(filter, true), 100));
  }

  @ParameterizedTest(name = "newest first: {0}")
  @ValueSource(booleans = {true, false})
  void walksOverEachEventOnceWhileOthersAreAdded(boolean newestFirst) throws Exception {
    var exact = Map.of(EventColumn.ACTOR, "baton", EventColumn.TYPE, "step.done");
    var filter = new EventFilter(exact, Optional.empty(), Optional.empty(), Optional.empty());
    try (TestDatabase own = TestDatabase.create()) {
      var growing = new EventQuery(own.dataSource());
      int size = 5_000;
      MadeUpEvents.add(own, 1, size);
      List<Long> expected = expected(filter, false).stream().filter(seq -> seq <= 5_000).toList();

      List<Long> walked = new ArrayList<>();
      OptionalLong next = OptionalLong.empty();
      do {
        Page page = growing.page(filter, new PageWindow(newestFirst, next, 50));
        walked.addAll(seqs(page));
        next = page.next();
        if (next.isPresent() && size < 5_500) {
          MadeUpEvents.add(own, size + 1, size + 100);
          size += 100;
        }
      } while (next.isPresent());

      assertThat(walked).doesNotHaveDuplicates();
      assertThat(walked.stream().filter(seq -> seq <= 5_000))
          .containsExactlyElementsOf(newestFirst ? expected.reversed() : expected);
      assertThat(walked.stream().anyMatch(seq -> seq > 5_000)).isNotEqualTo(newestFirst);
    }
  }

  @ParameterizedTest(name = "from {0}, to {1}")
  @CsvSource({
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:07Z",
    "2026-01-02T00:00:00.000001Z, 2026-01-02T00:00:01Z",
    "2026-01-02T00:00:00Z, 2026-01-02T01:00:00Z",
    "2020-01-01T00:00:00Z, 2020-01-02T00:00:00Z",
    "2999-01-01T00:00:00Z, 9999-12-31T00:00:00Z",
    "0001-01-01T00:00:00Z, 9999-12-31T00:00:00Z",
    "2026-01-03T00:00:00Z, 2026-01-03T00:00:00Z"
  })
  void findsTheEventsOfATime(Instant from, Instant to) {
    var filter = new EventFilter(Map.of(), Optional.empty(), Optional.of(from), Optional.of(to));
    var window = new PageWindow(false, OptionalLong.empty(), 1_000);

    Page page = query.page(filter, window);

    assertThat(seqs(page)).isEqualTo(firstOf(expected(filter, false), 1_000));
  }

  @Test
  void findsNothingInAnEmptyLog() throws Exception {
    var filter =
        new EventFilter(
            Map.of(), Optional.of("step."), Optional.of(Instant.EPOCH), Optional.empty());
    try (TestDatabase empty = TestDatabase.create()) {
      Page page =
          new EventQuery(empty.dataSource())
              .page(filter, new PageWindow(true, OptionalLong.empty(), 100));

      assertThat(page.events()).isEmpty();
      assertThat(page.next()).isEmpty();
    }
  }

  /** An event near the middle that has all the columns. */
  private int example(String outcome) {
    return IntStream.range(MANY / 2, MANY)
        .filter(seq -> all.get(seq).texts().size() == COLUMNS.size())
        .filter(seq -> outcome.equals(all.get(seq).texts().get(EventColumn.OUTCOME)))
        .findFirst()
        .orElseThrow();
  }

  private List<EventFilter> combinations(int example) {
    Known event = all.get(example);
    String type = text(event.texts(), EventColumn.TYPE);
    String prefix = type.substring(0, type.indexOf('.') + 1);
    Optional<Instant> from = Optional.of(event.recordedAt().minusSeconds(20_000));
    Optional<Instant> to = Optional.of(event.recordedAt().plusSeconds(20_000));
    var filters = new ArrayList<EventFilter>();
    for (int chosen = 0; chosen < 1 << COLUMNS.size(); chosen++) {
      var exact = new EnumMap<EventColumn, String>(EventColumn.class);
      for (int i = 0; i < COLUMNS.size(); i++) {
        if ((chosen & 1 << i) != 0) {
          exact.put(COLUMNS.get(i), text(event.texts(), COLUMNS.get(i)));
        }
      }
      filters.add(new EventFilter(exact, Optional.empty(), Optional.empty(), Optional.empty()));
      filters.add(new EventFilter(exact, Optional.empty(), from, to));
      if (!exact.containsKey(EventColumn.TYPE)) {
        filters.add(
            new EventFilter(exact, Optional.of(prefix), Optional.empty(), Optional.empty()));
        filters.add(new EventFilter(exact, Optional.of(prefix), from, to));
      }
    }
    return filters;
  }

  /** Each condition by itself walks over all events; together they are what all have in common. */
  private List<Long> expected(EventFilter filter, boolean newestFirst) {
    var wanted = new BitSet();
    wanted.set(1, all.size());
    filter.exact().forEach((column, value) -> wanted.and(those(column, value)));
    filter.typePrefix().ifPresent(prefix -> wanted.and(those(EventColumn.TYPE, prefix)));
    List<Long> seqs =
        wanted.stream()
            .filter(seq -> isWithin(all.get(seq).recordedAt(), filter))
            .mapToObj(seq -> (long) seq)
            .toList();
    return newestFirst ? seqs.reversed() : seqs;
  }

  private static boolean isWithin(Instant time, EventFilter filter) {
    return (filter.from().isEmpty() || !time.isBefore(filter.from().get()))
        && (filter.to().isEmpty() || time.isBefore(filter.to().get()));
  }

  private BitSet those(EventColumn column, String value) {
    return answers.computeIfAbsent(
        List.of(column, value),
        key -> {
          var seqs = new BitSet();
          for (int seq = 1; seq < all.size(); seq++) {
            String text = all.get(seq).texts().get(column);
            if (text != null
                && (value.endsWith(".") ? text.startsWith(value) : text.equals(value))) {
              seqs.set(seq);
            }
          }
          return seqs;
        });
  }

  private static String text(Map<EventColumn, String> texts, EventColumn column) {
    return requireNonNull(texts.get(column));
  }

  private static long rank(long seq, boolean newestFirst) {
    return newestFirst ? -seq : seq;
  }

  private static List<Long> firstOf(List<Long> seqs, int most) {
    return seqs.subList(0, Math.min(most, seqs.size()));
  }

  private static List<Long> seqs(Page page) {
    return page.events().stream().map(event -> event.number(EventColumn.SEQ)).toList();
  }
}
