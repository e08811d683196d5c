package dev.baton.eventlog.projection;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers from the projections, once they hold every event recorded before the question. */
@ApplicationScoped
class ProjectedDirectory implements PairDirectory {

  private final Projector projector;

  ProjectedDirectory(Projector projector) {
    this.projector = projector;
  }

  @Override
  public List<PairId> pairs() {
    return pairs("not retired order by pair");
  }

  @Override
  public List<PairId> retired() {
    return pairs("retired order by pair");
  }

  private List<PairId> pairs(String which) {
    projector.upToNow();
    return QuarkusTransaction.requiringNew().call(() -> PairRow.<PairRow>list(which)).stream()
        .map(row -> new PairId(row.pair))
        .toList();
  }

  @Override
  public List<PairId> busy() {
    return pairs("openOperation is not null order by pair");
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
  public OperationPage operations(Optional<PairId> pair, OptionalLong before, int limit) {
    projector.upToNow();
    return OperationPage.of(
        QuarkusTransaction.requiringNew()
            .call(() -> OperationRow.page(pair, before.orElse(Long.MAX_VALUE), limit + 1)),
        limit);
  }
}
