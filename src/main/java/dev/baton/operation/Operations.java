package dev.baton.operation;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the calls that start, follow and steer operations have in common. */
@ApplicationScoped
public class Operations {

  private final EventLog log;
  private final PairDirectory directory;
  private final Pairs pairs;

  Operations(EventLog log, PairDirectory directory, Pairs pairs) {
    this.log = log;
    this.directory = directory;
    this.pairs = pairs;
  }

  /** The pair, which must exist and have nothing under way; else the problem that says so. */
  public PairState idle(PairId pair) {
    PairState state = known(pair);
    state
        .running()
        .ifPresent(running -> {
          throw busy(state, running);
        });
    return state;
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
   * Lets events through that were decided on an older state, if nothing that matters to them has
   * changed since: the newest state is idle and in the same term.
   */
  public List<PairEvent> onlyIfSame(PairState decidedOn, PairState newest, List<PairEvent> events) {
    newest
        .running()
        .ifPresent(running -> {
          throw busy(newest, running);
        });
    if (newest.term() != decidedOn.term()) {
      throw new ProblemException(
          ProblemType.CHANGED_MEANWHILE,
          "%s changed its primary meanwhile; look again, then repeat.".formatted(newest.pair()));
    }
    return events;
  }

  private static ProblemException busy(PairState state, OperationState running) {
    return new ProblemException(
        Problem.of(
                ProblemType.OPERATION_RUNNING,
                "%s of %s is under way; wait for it, or abort it."
                    .formatted(running.id(), state.pair()))
            .with("operation", "/v1/operations/" + running.id()));
  }

  /** 202 for an operation that is on record now. */
  public Response accepted(PairState state) {
    return answer(view(state.operation().orElseThrow().id()), 202);
  }

  /** The first answer once more, for a repeated call. */
  public Response accepted(RecordedEvent first) {
    return answer(view(new OperationId(first.operation().orElseThrow())), 202);
  }

  private static Response answer(OperationView view, int status) {
    return Response.status(status)
        .location(URI.create("/v1/operations/" + view.operation()))
        .header(HttpHeaders.RETRY_AFTER, 1)
        .entity(view)
        .build();
  }

  OperationView view(OperationId id) {
    return directory
        .pairOf(id)
        .flatMap(pair -> History.of(id, log.read(StreamId.of(pair), 0)))
        .map(OperationView::of)
        .orElseThrow(() -> unknown(id.value()));
  }

  /** The pair an operation belongs to; 404 when there is no such operation. */
  PairId pairOf(OperationId id) {
    return directory.pairOf(id).orElseThrow(() -> unknown(id.value()));
  }

  List<OperationView> list(Optional<PairId> pair, int limit) {
    return directory.operations(pair, limit).stream().map(this::view).toList();
  }

  static OperationId named(String id) {
    return Fields.named("operation", id, OperationId::new);
  }

  private static ProblemException unknown(String id) {
    return ProblemException.notFound(
        "No operation '%s'; GET /v1/operations lists them.".formatted(id));
  }
}
