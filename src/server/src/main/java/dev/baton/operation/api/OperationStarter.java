package dev.baton.operation.api;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.ChangeHandler;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.engine.OperationRunner;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How every operation is started: its call is admitted, its pair idle, its own checks pass and its
 * plan stands; then it is on record and under way or, when it only validates, shown to the caller
 * and forgotten.
 *
 * <p>A call that only validates takes the same way up to the append, so it fails exactly when the
 * start would. It needs a key like every change, but the key is not used up: the start itself may
 * come with the same one.
 */
@ApplicationScoped
public class OperationStarter {

  /** Shown plans that are remembered, to tell how a later one differs. */
  private static final int REMEMBERED = 200;

  private final PairRepository pairs;
  private final OperationQueries operations;
  private final StartChecks checks;
  private final OperationRunner runner;
  private final EventLog log;
  private final Map<String, Plan> shown = Collections.synchronizedMap(new Shown());

  /** Forgets the one that was not asked for the longest. */
  private static final class Shown extends LinkedHashMap<String, Plan> {

    private static final long serialVersionUID = 1;

    Shown() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Plan> eldest) {
      return size() > REMEMBERED;
    }
  }

  OperationStarter(
      PairRepository pairs,
      OperationQueries operations,
      StartChecks checks,
      OperationRunner runner,
      EventLog log) {
    this.pairs = pairs;
    this.operations = operations;
    this.checks = checks;
    this.runner = runner;
    this.log = log;
  }

  /** Makes the checks of one kind of operation and plans it; a problem where it cannot start. */
  @FunctionalInterface
  public interface Judge<B extends StartRequest> {

    /** Reads everything it decides on afresh: it is asked again when somebody else was faster. */
    StartDecision decide(PairState pair, B request);
  }

  /** What a call does that starts an operation on the pair of that name. */
  public <B extends StartRequest> ChangeHandler<B> on(String name, Judge<B> judge) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return (request, call) -> start(pair, request, call, judge);
  }

  /** The first answer once more, for a repeated call. */
  public ChangeAnswer again(RecordedEvent first) {
    return operations.accepted(first);
  }

  private <B extends StartRequest> ChangeAnswer start(
      PairId pair, B request, ChangeCall call, Judge<B> judge) throws DuplicateKeyException {
    PairState state =
        request.resolvesSplitBrain() ? checks.idleOrSplit(pair, call) : checks.idle(pair, call);
    StartDecision decision = judge.decide(state, request);
    if (Boolean.TRUE.equals(request.validateOnly())) {
      return ChangeAnswer.ok(show(state, request, decision));
    }
    requireExpected(request, state, decision);
    PairState after =
        pairs.append(
            pair, call.context(0), newest -> checks.onlyIfSame(state, newest, decision.events()));
    runner.wake(pair);
    return operations.accepted(after);
  }

  /** What would be done, which is remembered to tell how a later plan differs. */
  public PlanView show(PairState decidedOn, StartRequest request, StartDecision decision) {
    requireExpected(request, decidedOn, decision);
    checks.requireSame(decidedOn, operations.known(decidedOn.pair()));
    shown.put(decision.plan().planHash(), decision.plan().plan());
    return view(decision.on(decidedOn));
  }

  private void requireExpected(StartRequest request, PairState decidedOn, StartDecision decision) {
    StartRequest.expected(request)
        .ifPresent(hash -> requireSame(hash, decision.on(decidedOn), decision.plan()));
  }

  private void requireSame(String expected, PairState planned, PlanFrozen plan) {
    if (expected.equals(plan.planHash())) {
      return;
    }
    Optional<PlanDifference> difference =
        Optional.ofNullable(shown.get(expected))
            .map(seen -> PlanDifference.between(seen, plan.plan()));
    Problem problem =
        Problem.of(
                ProblemType.PLAN_DIFFERS,
                difference.isPresent()
                    ? "What would be done is not what was expected; 'difference' says how. Look at"
                        + " it, then repeat with the expectedPlanHash of the new plan."
                    : "What would be done is not what was expected, and the expected plan is not"
                        + " known here; compare it with 'plan', then repeat with its planHash.")
            .at("expectedPlanHash", "the plan's hash is " + plan.planHash())
            .with("plan", view(planned));
    throw new ProblemException(difference.map(d -> problem.with("difference", d)).orElse(problem));
  }

  private PlanView view(PairState planned) {
    return PlanView.of(planned, StepDurations.of(log.read(StreamId.of(planned.pair()), 0)));
  }
}
