package dev.baton.eventlog;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Answers from the projections, once they hold every event recorded before the question. */
@ApplicationScoped
class ProjectedDirectory implements PairDirectory {

  private final Projector projector;

  ProjectedDirectory(Projector projector) {
    this.projector = projector;
  }

  @Override
  public List<PairId> pairs() {
    projector.upToNow();
    return QuarkusTransaction.requiringNew()
        .call(() -> PairRow.<PairRow>listAll(Sort.by("pair")))
        .stream()
        .map(row -> new PairId(row.pair))
        .toList();
  }

  @Override
  public Optional<PairId> pairOf(OperationId operation) {
    projector.upToNow();
    return QuarkusTransaction.requiringNew()
        .call(() -> OperationRow.<OperationRow>findByIdOptional(operation.value()))
        .map(row -> new PairId(row.pair));
  }

  @Override
  public Optional<GoodDrill> lastGoodDrill(PairId pair) {
    projector.upToNow();
    return QuarkusTransaction.requiringNew()
        .call(() -> OperationRow.lastGoodDrill(pair.value()))
        .flatMap(row ->
            Optional.ofNullable(row.endedAt)
                .map(ended -> new GoodDrill(new OperationId(row.operation), ended)));
  }

  @Override
  public List<OperationId> operations(Optional<PairId> pair, int limit) {
    projector.upToNow();
    Sort newestFirst = Sort.descending("firstSeq");
    return QuarkusTransaction.requiringNew()
        .call(() ->
            pair.map(p -> OperationRow.<OperationRow>find("pair", newestFirst, p.value()))
                .orElseGet(() -> OperationRow.findAll(newestFirst))
                .page(Page.ofSize(limit))
                .list())
        .stream()
        .map(row -> new OperationId(row.operation))
        .toList();
  }
}
