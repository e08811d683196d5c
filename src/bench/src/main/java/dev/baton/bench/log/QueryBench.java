package dev.baton.bench.log;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Stats;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.eventlog.query.EventQuery;
import dev.baton.eventlog.query.EventQuery.Page;
import dev.baton.eventlog.query.EventQuery.PageWindow;
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

/**
 * Benchmark of the first pages of every documented query, with values of events from anywhere in
 * the log.
 */
final class QueryBench {

  private static final int EACH = 10;
  private static final int PAGE = 100;

  /** What is asked for; a type is asked for by its beginning where {@code prefix} says so. */
  private record Shape(Set<EventColumn> exact, boolean prefix, Optional<Duration> range) {}

  private static final List<Shape> SHAPES =
      List.of(
          exactly(),
          exactly(EventColumn.PAIR),
          exactly(EventColumn.OPERATION),
          exactly(EventColumn.HOST),
          exactly(EventColumn.ACTOR),
          exactly(EventColumn.TYPE),
          exactly(EventColumn.OUTCOME),
          exactly(EventColumn.REQUEST_ID),
          exactly(EventColumn.PAIR, EventColumn.OPERATION),
          exactly(EventColumn.PAIR, EventColumn.ACTOR),
          exactly(EventColumn.PAIR, EventColumn.OUTCOME),
          exactly(EventColumn.PAIR, EventColumn.TYPE),
          exactly(EventColumn.HOST, EventColumn.OUTCOME),
          exactly(EventColumn.ACTOR, EventColumn.TYPE, EventColumn.OUTCOME),
          new Shape(Set.of(), true, Optional.empty()),
          new Shape(Set.of(EventColumn.HOST), true, Optional.empty()),
          new Shape(Set.of(EventColumn.OUTCOME), true, Optional.empty()),
          new Shape(Set.of(), false, Optional.of(Duration.ofHours(1))),
          new Shape(Set.of(EventColumn.PAIR), false, Optional.of(Duration.ofDays(7))),
          new Shape(
              Set.of(EventColumn.ACTOR, EventColumn.TYPE), false, Optional.of(Duration.ofDays(7))),
          new Shape(
              Set.of(EventColumn.PAIR, EventColumn.HOST, EventColumn.ACTOR, EventColumn.OUTCOME),
              true,
              Optional.of(Duration.ofDays(30))));

  private final BenchLog log;
  private final int rounds;
  private final ProgressLog progress;
  private final EventQuery query;
  private final SplittableRandom random = new SplittableRandom(7);

  QueryBench(BenchLog log, int rounds, ProgressLog progress) {
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
      double p99 = Stats.quantile(timed(), 0.99);
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
        var window = new PageWindow(i % 2 == 0, OptionalLong.empty(), PAGE);
        long began = System.nanoTime();
        Page unused = query.page(filter, window);
        took.add(Stats.millis(System.nanoTime() - began));
      }
    }
    return took.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private boolean readsNoTable() {
    boolean none = true;
    for (Shape shape : SHAPES) {
      for (boolean newestFirst : List.of(true, false)) {
        var window = new PageWindow(newestFirst, OptionalLong.empty(), PAGE);
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

  private static Shape exactly(EventColumn... columns) {
    return new Shape(Set.of(columns), false, Optional.empty());
  }

  /** Asks for what an event has, so that it finds one at least. */
  private EventFilter filter(Shape shape) {
    RecordedEvent event = any(shape);
    Map<EventColumn, String> exact = new EnumMap<>(EventColumn.class);
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

  private static Optional<String> value(RecordedEvent event, EventColumn column) {
    return switch (column) {
      case PAIR -> event.pair();
      case OPERATION -> event.operation();
      case HOST -> event.host();
      case ACTOR -> Optional.of(event.context().actor().name());
      case TYPE -> Optional.of(event.type());
      case OUTCOME -> event.outcome();
      case REQUEST_ID -> Optional.of(event.context().correlation().requestId());
      default -> throw new IllegalArgumentException("not asked for: " + column);
    };
  }
}
