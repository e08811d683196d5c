package dev.baton.operation.api;

import dev.baton.http.ChangeCall;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.engine.PairRepository;
import dev.baton.operation.engine.RecordFreshness;
import dev.baton.pair.HostId;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold before an operation starts or a move is made in one; else the problem that says
 * why not.
 */
@ApplicationScoped
public class StartChecks {

  private final PairRepository pairs;
  private final OperationQueries operations;
  private final RecordFreshness freshness;

  StartChecks(PairRepository pairs, OperationQueries operations, RecordFreshness freshness) {
    this.freshness = freshness;
    this.pairs = pairs;
    this.operations = operations;
  }

  /**
   * The pair something is to be started on: it must exist, be as the caller saw it, and have
   * nothing under way; nothing must be stopped, and no split brain stand. Else the problem that
   * says so.
   */
  public PairState idle(PairId pair, ChangeCall call) {
    PairState state = idleOrSplit(pair, call);
    requireWhole(state);
    return state;
  }

  /** The pair something is to be started on, though both its sites may serve. */
  public PairState idleOrSplit(PairId pair, ChangeCall call) {
    PairState state = operations.known(pair);
    call.ifMatch().check(state.version());
    requireInService(state);
    requireQuiet(state);
    return state;
  }

  /**
   * The pair that is to be retired, or was and is still obeyed by some host; it must be as the
   * caller saw it, with nothing under way.
   */
  public PairState retirable(PairId pair, ChangeCall call) {
    PairState state = operations.known(pair);
    call.ifMatch().require(state.version());
    requireQuiet(state);
    return state;
  }

  private void requireQuiet(PairState state) {
    requireFresh(state.pair());
    requireNoStop();
    state
        .running()
        .ifPresent(running -> {
          throw busy(state, running);
        });
  }

  private static void requireInService(PairState state) {
    if (state.retired().isPresent()) {
      throw new ProblemException(
          ProblemType.PAIR_RETIRED,
          "%s was retired; register its hosts as a pair of another name.".formatted(state.pair()));
    }
  }

  /**
   * Lets events through that were decided on an older state, if nothing that matters to them has
   * changed since: the newest state is idle and in the same term.
   */
  public List<PairEvent> onlyIfSame(PairState decidedOn, PairState newest, List<PairEvent> events) {
    requireSame(decidedOn, newest);
    return events;
  }

  /**
   * What was decided on the older state holds on the newest one; else the problem that says why.
   */
  void requireSame(PairState decidedOn, PairState newest) {
    requireInService(newest);
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
  }

  /**
   * The operation, in which that move must be open and which must be as the caller saw it; else the
   * problem that says what is open.
   *
   * @param state the newest one of its pair
   */
  public OperationState open(OperationId id, Move move, PairState state, ChangeCall call) {
    Optional<OperationState> running = state.running().filter(o -> o.id().equals(id));
    long version =
        running.map(OperationState::version).orElseGet(() -> operations.view(id).version());
    if (move.needsView()) {
      call.ifMatch().require(version);
    } else {
      call.ifMatch().check(version);
    }
    OperationState operation =
        running
            .filter(o -> Move.openIn(o).contains(move))
            .orElseThrow(() -> notOpen(id, move, running));
    if (move != Move.PAUSE && move != Move.ABORT) {
      requireFresh(state.pair());
    }
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
                              seen.finding().word(),
                              state.pair(),
                              seen.hosts(),
                              state.pair(),
                              state.primary(),
                              state.standbySite().name()))
                  .with(
                      "splitBrain",
                      Map.of(
                          "finding", seen.finding().word(),
                          "hosts", seen.hosts().stream().map(HostId::value).toList(),
                          "evidence", seen.evidence())));
        });
  }

  private ProblemException notOpen(OperationId id, Move move, Optional<OperationState> running) {
    OperationView now = operations.view(id);
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

  /** What is decided on an older record is decided on what is no longer so. */
  private void requireFresh(PairId pair) {
    freshness
        .of(pair)
        .ifPresent(stale -> {
          throw new ProblemException(
              ProblemType.RECORD_STALE,
              "%s is only watched: %s. Bring the newer database back; or, if this one is all there is, have a person with the role admin adopt it: POST /v1/adopt."
                  .formatted(pair, stale.sentence()));
        });
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
}
