package dev.baton.eventlog.projection;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairId;
import dev.baton.pair.kind.OperationKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A directory for tests without projections: it reads the log at every question. Held to the same
 * contract as the real one.
 */
public final class LogDirectory implements PairDirectory {

  private static final int ALL = 1_000_000;

  private final EventLog log;

  public LogDirectory(EventLog log) {
    this.log = log;
  }

  @Override
  public List<PairId> pairs() {
    List<PairId> retired = retired();
    return named(PairRegistered.class::isInstance).stream()
        .filter(pair -> !retired.contains(pair))
        .toList();
  }

  @Override
  public List<PairId> retired() {
    return named(PairRetired.class::isInstance);
  }

  private List<PairId> named(Predicate<PairEvent> which) {
    return log.readAll(0, ALL).stream()
        .filter(event -> event.event() instanceof PairEvent known && which.test(known))
        .map(event -> event.pair().orElseThrow())
        .distinct()
        .sorted()
        .map(PairId::new)
        .toList();
  }

  @Override
  public List<PairId> busy() {
    return rows()
        .filter(row -> row.outcome == null)
        .map(row -> row.pair)
        .distinct()
        .sorted()
        .map(PairId::new)
        .toList();
  }

  @Override
  public Optional<PairId> pairOf(OperationId operation) {
    return rows()
        .filter(row -> row.operation.equals(operation.value()))
        .map(row -> new PairId(row.pair))
        .findFirst();
  }

  @Override
  public Optional<GoodDrill> lastGoodDrill(PairId pair) {
    return rows()
        .filter(row -> row.pair.equals(pair.value()))
        .filter(row -> row.kind.equals(OperationKind.DRILL.word()))
        .filter(row -> Outcome.SUCCEEDED.name().equals(row.outcome))
        .flatMap(row ->
            Optional.ofNullable(row.endedAt)
                .map(ended -> new GoodDrill(new OperationId(row.operation), ended))
                .stream())
        .max(Comparator.comparing(GoodDrill::endedAt));
  }

  @Override
  public OperationPage operations(Optional<PairId> pair, OptionalLong before, int limit) {
    return OperationPage.of(
        rows()
            .filter(row -> pair.isEmpty() || row.pair.equals(pair.get().value()))
            .filter(row -> row.firstSeq < before.orElse(Long.MAX_VALUE))
            .sorted(Comparator.<OperationRow>comparingLong(row -> row.firstSeq).reversed())
            .limit(limit + 1L)
            .toList(),
        limit);
  }

  private Stream<OperationRow> rows() {
    Map<String, OperationRow> rows = new LinkedHashMap<>();
    for (RecordedEvent recorded : log.readAll(0, ALL)) {
      if (recorded.event() instanceof PairEvent event) {
        Projection.asked(recorded, event).ifPresent(row -> rows.put(row.operation, row));
      }
      recorded
          .operation()
          .flatMap(id -> Optional.ofNullable(rows.get(id)))
          .ifPresent(row -> row.bring(recorded));
    }
    return rows.values().stream();
  }
}
