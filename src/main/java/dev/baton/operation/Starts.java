package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Call;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How every start ends once it has passed its checks and its plan stands: on record and under way,
 * or, when it only validates, shown to the caller and forgotten.
 *
 * <p>A call that only validates takes the same way up to the append, so it fails exactly when the
 * start would. It needs a key like every change, but the key is not used up: the start itself may
 * come with the same one.
 */
@ApplicationScoped
public class Starts {

  /** Shown plans that are remembered, to tell how a later one differs. */
  private static final int REMEMBERED = 200;

  private final Pairs pairs;
  private final Operations operations;
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

  Starts(Pairs pairs, Operations operations, OperationRunner runner, EventLog log) {
    this.pairs = pairs;
    this.operations = operations;
    this.runner = runner;
    this.log = log;
  }

  /**
   * Answers the call.
   *
   * @param decidedOn the state that was judged and planned on
   * @param requested the event that asks for the operation
   */
  public Response start(
      PairState decidedOn, StartRequest request, Call call, PairEvent requested, PlanFrozen plan)
      throws DuplicateKeyException {
    return start(decidedOn, request, call, List.of(requested), plan);
  }

  /**
   * The same for one that comes with more than its request.
   *
   * @param asked the event that asks for the operation, and what else the caller stated with it
   */
  public Response start(
      PairState decidedOn, StartRequest request, Call call, List<PairEvent> asked, PlanFrozen plan)
      throws DuplicateKeyException {
    List<PairEvent> events = new ArrayList<>(asked);
    events.add(plan);
    PairState folded = decidedOn;
    for (PairEvent event : events) {
      folded = folded.after(event);
    }
    PairState planned = folded;
    StartRequest.expected(request).ifPresent(hash -> requireSame(hash, planned, plan));
    if (Boolean.TRUE.equals(request.validateOnly())) {
      List<PairEvent> unused =
          operations.onlyIfSame(decidedOn, operations.known(decidedOn.pair()), events);
      shown.put(plan.planHash(), plan.plan());
      return Response.ok(view(planned)).build();
    }
    PairState after =
        pairs.append(
            decidedOn.pair(),
            call.context(0),
            newest -> operations.onlyIfSame(decidedOn, newest, events));
    runner.wake(decidedOn.pair());
    return operations.accepted(after);
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
    return PlanView.of(planned, PastDurations.of(log.read(StreamId.of(planned.pair()), 0)));
  }
}
