package dev.baton.bench;

import dev.baton.eventlog.Column;
import dev.baton.eventlog.EventFilter;
import dev.baton.eventlog.EventQuery;
import dev.baton.eventlog.EventQuery.Page;
import dev.baton.eventlog.EventQuery.Window;
import dev.baton.eventlog.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/** First pages of every documented query, with values of events from anywhere in the log. */
final class Queries {

  private static final int EACH = 10;
  private static final int PAGE = 100;

  /** What is asked for; a type is asked for by its beginning where {@code prefix} says so. */
  private record Shape(Set<Column> exact, boolean prefix, Optional<Duration> range) {}

  private static final List<Shape> SHAPES =
      List.of(
          exactly(),
          exactly(Column.PAIR),
          exactly(Column.OPERATION),
          exactly(Column.HOST),
          exactly(Column.ACTOR),
          exactly(Column.TYPE),
          exactly(Column.OUTCOME),
          exactly(Column.REQUEST_ID),
          exactly(Column.PAIR, Column.OPERATION),
          exactly(Column.PAIR, Column.ACTOR),
          exactly(Column.PAIR, Column.OUTCOME),
          exactly(Column.PAIR, Column.TYPE),
          exactly(Column.HOST, Column.OUTCOME),
          exactly(Column.ACTOR, Column.TYPE, Column.OUTCOME),
          new Shape(Set.of(), true, Optional.empty()),
          new Shape(Set.of(Column.HOST), true, Optional.empty()),
          new Shape(Set.of(Column.OUTCOME), true, Optional.empty()),
          new Shape(Set.of(), false, Optional.of(Duration.ofHours(1))),
          new Shape(Set.of(Column.PAIR), false, Optional.of(Duration.ofDays(7))),
          new Shape(Set.of(Column.ACTOR, Column.TYPE), false, Optional.of(Duration.ofDays(7))),
          new Shape(
              Set.of(Column.PAIR, Column.HOST, Column.ACTOR, Column.OUTCOME),
              true,
              Optional.of(Duration.ofDays(30))));

  private final BenchLog log;
  private final int rounds;
  private final Progress progress;
  private final EventQuery query;
  private final SplittableRandom random = new SplittableRandom(7);

  Queries(BenchLog log, int rounds, Progress progress) {
    this.log = log;
    this.rounds = rounds;
    this.progress = progress;
    this.query = new EventQuery(log.dataSource());
  }

  Measure measure() {
    progress.say("queries");
    List<Double> worst = new ArrayList<>();
    // The first round brings the indexes into memory.
    for (int round = -1; round < rounds; round++) {
      double p99 = Figures.quantile(timed(), 0.99);
      if (round >= 0) {
        worst.add(p99);
      }
    }
    return Measure.absolute(Goals.QUERY_P99, worst, readsNoTable());
  }

  private double[] timed() {
    var took = new ArrayList<Double>();
    for (Shape shape : SHAPES) {
      for (int i = 0; i < EACH; i++) {
        EventFilter filter = filter(shape);
        var window = new Window(i % 2 == 0, OptionalLong.empty(), PAGE);
        long began = System.nanoTime();
        Page unused = query.page(filter, window);
        took.add(Figures.millis(System.nanoTime() - began));
      }
    }
    return took.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private boolean readsNoTable() {
    boolean none = true;
    for (Shape shape : SHAPES) {
      for (boolean newestFirst : List.of(true, false)) {
        var window = new Window(newestFirst, OptionalLong.empty(), PAGE);
        for (String plan : query.plans(filter(shape), window)) {
          if (plan.contains("Seq Scan on event")) {
            progress.say("reads the whole table: %s%n%s".formatted(shape, plan));
            none = false;
          }
        }
      }
    }
    return none;
  }

  private static Shape exactly(Column... columns) {
    return new Shape(Set.of(columns), false, Optional.empty());
  }

  /** Asks for what an event has, so that it finds one at least. */
  private EventFilter filter(Shape shape) {
    RecordedEvent event = any(shape);
    Map<Column, String> exact = new EnumMap<>(Column.class);
    shape.exact().forEach(column -> value(event, column).ifPresent(v -> exact.put(column, v)));
    String type = event.type();
    Instant at = event.recordedAt();
    return new EventFilter(
        exact,
        shape.prefix() ? Optional.of(type.substring(0, type.indexOf('.') + 1)) : Optional.empty(),
        shape.range().map(at::minus),
        shape.range().map(at::plus));
  }

  /** One that has all that is asked for. */
  private RecordedEvent any(Shape shape) {
    while (true) {
      RecordedEvent event = log.log().readAll(random.nextLong(log.log().head()), 1).getFirst();
      if (shape.exact().stream().allMatch(column -> value(event, column).isPresent())) {
        return event;
      }
    }
  }

  private static Optional<String> value(RecordedEvent event, Column column) {
    return switch (column) {
      case PAIR -> event.pair();
      case OPERATION -> event.operation();
      case HOST -> event.host();
      case ACTOR -> Optional.of(event.context().actor());
      case TYPE -> Optional.of(event.type());
      case OUTCOME -> event.outcome();
      case REQUEST_ID -> Optional.of(event.context().requestId());
      default -> throw new IllegalArgumentException("not asked for: " + column);
    };
  }
}
