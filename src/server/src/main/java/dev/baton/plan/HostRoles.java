package dev.baton.plan;

import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Progress;
import dev.baton.pair.Site;
import dev.baton.pair.StepState;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.HostRole;
import java.util.Set;
import java.util.stream.Stream;

/** Derives from the pair's events the role each host may have, for its boot guard (S6). Pure. */
public final class HostRoles {

  private static final Set<ActionType> CLOSING =
      Set.of(ActionType.APPLICATION_STOP, ActionType.ADDRESS_RELEASE, ActionType.POSTGRES_STOP);

  private HostRoles() {}

  /** The role to tell the host; it is one of the pair's. */
  public static HostRole of(PairState pair, HostId host) {
    return of(pair, siteOf(pair, host));
  }

  private static HostRole of(PairState pair, Site site) {
    if (pair.out().filter(site.name()::equals).isPresent()) {
      return HostRole.OUT;
    }
    boolean primary = site.name().equals(pair.primary());
    boolean closed =
        pair.operation()
            .filter(HostRoles::keepsClosed)
            .filter(operation -> !(primary && operation.promoted()))
            .map(operation -> (primary && forced(operation)) || closed(operation, site))
            .orElse(false);
    return closed ? HostRole.OUT : primary ? HostRole.PRIMARY : HostRole.STANDBY;
  }

  /**
   * Whether what the operation closed must stay closed. Not on the way back, which opens it again;
   * but after a promotion that was tried and given up, because nobody knows which site writes (S1).
   */
  private static boolean keepsClosed(OperationState operation) {
    return switch (operation.progress()) {
      case Progress.Ended e -> operation.mayHavePromoted() && !operation.promoted();
      case Progress.RollingBack r -> false;
      case Progress.Paused paused -> !paused.rollingBack();
      case Progress.Pending p -> true;
      case Progress.Running r -> true;
      case Progress.Held h -> true;
      case Progress.AwaitingApproval a -> true;
    };
  }

  /**
   * Whether the plan is forced: then hosts that were off and got no order must not come back
   * serving.
   */
  private static boolean forced(OperationState operation) {
    return operation.isForced();
  }

  /** Whether the closing has begun, and the site has not been brought back since. */
  private static boolean closed(OperationState operation, Site site) {
    return steps(operation).anyMatch(step -> begun(operation, step) && closes(step, site))
        && steps(operation)
            .noneMatch(step ->
                step.nature() == PlannedStep.StepRole.REDUNDANCY
                    && step.host().filter(site.database()::equals).isPresent()
                    && operation.steps().get(step.id()) instanceof StepState.Done);
  }

  private static boolean closes(PlannedStep step, Site site) {
    boolean here =
        step.host()
            .filter(host -> host.equals(site.application()) || host.equals(site.database()))
            .isPresent();
    return here
        && StepCatalogue.named(step.name())
            .map(kind -> kind.actions().stream().anyMatch(CLOSING::contains))
            .orElse(false);
  }

  private static boolean begun(OperationState operation, PlannedStep step) {
    return operation.steps().containsKey(step.id());
  }

  private static Stream<PlannedStep> steps(OperationState operation) {
    return operation.plan().stream().flatMap(plan -> plan.steps().stream());
  }

  private static Site siteOf(PairState pair, HostId host) {
    return pair.sites().stream()
        .filter(site -> site.application().equals(host) || site.database().equals(host))
        .findFirst()
        .orElseThrow();
  }
}
