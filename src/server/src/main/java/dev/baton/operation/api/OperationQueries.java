package dev.baton.operation.api;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.operation.engine.OperationHistory;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up pairs and operations for the API; what does not exist is a 404. */
@ApplicationScoped
public class OperationQueries {

  private final EventLog log;
  private final PairDirectory directory;
  private final PairRepository pairs;
  private final StepProgress progress;

  OperationQueries(
      EventLog log, PairDirectory directory, PairRepository pairs, StepProgress progress) {
    this.progress = progress;
    this.log = log;
    this.directory = directory;
    this.pairs = pairs;
  }

  /** The pair, which must exist; else 404. */
  public PairState known(PairId pair) {
    return pairs
        .find(pair)
        .orElseThrow(() ->
            ProblemException.notFound(
                "No pair '%s' is registered; GET /v1/pairs lists those that are.".formatted(pair)));
  }

  /**
   * 202 for an operation that is on record now.
   *
   * @param state as the append left it
   */
  public ChangeAnswer accepted(PairState state) {
    OperationId id = state.operation().orElseThrow().id();
    return accepted(pairs.inHand(state.pair(), id).map(this::view).orElseGet(() -> view(id)));
  }

  /** The first answer once more, for a repeated call. */
  public ChangeAnswer accepted(RecordedEvent first) {
    return accepted(view(new OperationId(first.operation().orElseThrow())));
  }

  private static ChangeAnswer accepted(OperationView view) {
    return ChangeAnswer.accepted("/v1/operations/" + view.operation(), view.version(), view);
  }

  OperationView view(OperationId id) {
    return view(history(id));
  }

  private OperationView view(OperationHistory history) {
    return OperationView.of(history, pairs.stop().isPresent(), move -> true, Map.of());
  }

  /**
   * An operation, with what agents say of its steps under way.
   *
   * @param roles of the reader, who sees only the moves that they allow
   */
  OperationView watched(OperationId id, Set<String> roles) {
    OperationHistory history = history(id);
    return OperationView.of(
        history,
        pairs.stop().isPresent(),
        move -> MoveRoles.allow(move, roles),
        progress.of(history.operation()));
  }

  private OperationHistory history(OperationId id) {
    return directory
        .pairOf(id)
        .flatMap(pair -> history(pair, id))
        .orElseThrow(() -> unknown(id.value()));
  }

  /** Only what is over and not the newest is read out of the whole stream. */
  private Optional<OperationHistory> history(PairId pair, OperationId id) {
    return pairs.newest(pair, id).or(() -> OperationHistory.of(id, log.read(StreamId.of(pair), 0)));
  }

  /** The pair an operation belongs to; 404 when there is no such operation. */
  public PairId pairOf(OperationId id) {
    return directory.pairOf(id).orElseThrow(() -> unknown(id.value()));
  }

  /** The name in a path; 404 when no operation can have it. */
  public static OperationId named(String id) {
    return Fields.named("operation", id, OperationId::new);
  }

  private static ProblemException unknown(String id) {
    return ProblemException.notFound(
        "No operation '%s'; GET /v1/operations lists them.".formatted(id));
  }
}
