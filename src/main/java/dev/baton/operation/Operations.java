package dev.baton.operation;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the calls that start, follow and steer operations have in common. */
@ApplicationScoped
public class Operations {

  private final EventLog log;
  private final PairDirectory directory;
  private final Pairs pairs;
  private final StepProgress progress;

  Operations(EventLog log, PairDirectory directory, Pairs pairs, StepProgress progress) {
    this.progress = progress;
    this.log = log;
    this.directory = directory;
    this.pairs = pairs;
  }

  /**
   * The pair something is to be started on: it must exist, be as the caller saw it, and have
   * nothing under way; nothing must be stopped, and no split brain stand. Else the problem that
   * says so.
   */
  public PairState idle(PairId pair, Call call) {
    PairState state = idleOrSplit(pair, call);
    requireWhole(state);
    return state;
  }

  /** The same for what resolves a split brain. */
  public PairState idleOrSplit(PairId pair, Call call) {
    PairState state = known(pair);
    call.ifMatch().check(state.version());
    requireNoStop();
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
    requireNoStop();
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
    if (!newest.splitBrain().equals(decidedOn.splitBrain())) {
      requireWhole(newest);
    }
    return events;
  }

  /**
   * The operation, in which that move must be open and which must be as the caller saw it; else the
   * problem that says what is open.
   *
   * @param state the newest one of its pair
   */
  public OperationState open(OperationId id, Move move, PairState state, Call call) {
    Optional<OperationState> running = state.running().filter(o -> o.id().equals(id));
    long version = running.map(OperationState::version).orElseGet(() -> view(id).version());
    switch (move) {
      case APPROVE, SKIP, ESCALATE -> call.ifMatch().require(version);
      case PAUSE, RESUME, RETRY, ABORT -> call.ifMatch().check(version);
    }
    OperationState operation =
        running
            .filter(o -> Move.openIn(o).contains(move))
            .orElseThrow(() -> notOpen(id, move, running));
    if (!Move.openUnderAStop(operation).contains(move)) {
      requireNoStop();
    }
    if (move == Move.ESCALATE) {
      requireWhole(state);
    }
    return operation;
  }

  /** What moves a pair while both sites serve makes it worse. */
  private static void requireWhole(PairState state) {
    state
        .splitBrain()
        .ifPresent(seen -> {
          throw new ProblemException(
              Problem.of(
                      ProblemType.SPLIT_BRAIN,
                      "%s of %s: %s. Decide which side survives, then POST /v1/pairs/%s/recoveries with survivor '%s' or '%s'."
                          .formatted(
                              seen.finding(),
                              state.pair(),
                              seen.hosts(),
                              state.pair(),
                              state.primary(),
                              state.standbySite().name()))
                  .with("splitBrain", seen));
        });
  }

  private ProblemException notOpen(OperationId id, Move move, Optional<OperationState> running) {
    OperationView now = view(id);
    boolean safeguard =
        move == Move.SKIP
            && running
                .filter(o -> o.progress() instanceof Progress.Paused p && !p.rollingBack())
                .isPresent();
    return new ProblemException(
        Problem.of(
                ProblemType.MOVE_NOT_OPEN,
                "%s is %s: %s is not open%s; open are: %s."
                    .formatted(
                        id,
                        now.state(),
                        move.word(),
                        safeguard ? ", what follows is safe only because of that step" : "",
                        now.moves().isEmpty() ? "none" : String.join(", ", now.moves())))
            .with("moves", now.moves()));
  }

  private void requireNoStop() {
    pairs
        .stop()
        .ifPresent(stop -> {
          throw new ProblemException(
              Problem.of(
                      ProblemType.STOPPED,
                      "%s. POST /v1/stop/release lets operations start again."
                          .formatted(stop.why()))
                  .with("stop", stop));
        });
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
        .tag(Long.toString(view.version()))
        .entity(view)
        .build();
  }

  OperationView view(OperationId id) {
    return view(id, operation -> Map.of());
  }

  /** The same with what agents say of steps under way. */
  OperationView watched(OperationId id) {
    return view(id, progress::of);
  }

  private OperationView view(
      OperationId id, Function<OperationState, Map<String, Map<String, String>>> underWay) {
    boolean stopped = pairs.stop().isPresent();
    return directory
        .pairOf(id)
        .flatMap(pair -> History.of(id, log.read(StreamId.of(pair), 0)))
        .map(history -> OperationView.of(history, stopped, underWay.apply(history.operation())))
        .orElseThrow(() -> unknown(id.value()));
  }

  /** The pair an operation belongs to; 404 when there is no such operation. */
  public PairId pairOf(OperationId id) {
    return directory.pairOf(id).orElseThrow(() -> unknown(id.value()));
  }

  List<OperationView> list(Optional<PairId> pair, int limit) {
    return directory.operations(pair, limit).stream().map(this::view).toList();
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
