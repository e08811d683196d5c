package dev.baton.plan;

import dev.baton.assessment.PairSnapshot;
import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import dev.baton.protocol.HostRole;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's own commands, as the policies of the application hosts name them.
 *
 * @param byHost what follows a failure, by point; a host that has none may be missing
 */
public record SiteHooks(Map<HostId, Map<HookPoint, HookFailure>> byHost) {

  /** No host has any. */
  public static final SiteHooks NONE = new SiteHooks(Map.of());

  /** As long as an agent lets one run. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  public SiteHooks {
    byHost = Map.copyOf(byHost);
  }

  /** Of these sites; none of a host that does not answer. */
  public static SiteHooks of(PairSnapshot now, List<Site> sites) {
    Map<HostId, Map<HookPoint, HookFailure>> byHost = new HashMap<>();
    for (Site site : sites) {
      now.of(site.application())
          .ifPresent(seen -> byHost.put(site.application(), hooks(seen.hooks())));
    }
    return new SiteHooks(byHost);
  }

  private static Map<HookPoint, HookFailure> hooks(Map<String, String> facts) {
    Map<HookPoint, HookFailure> hooks = new EnumMap<>(HookPoint.class);
    facts.forEach((name, failure) ->
        HookPoint.named(name)
            .ifPresent(
                point -> hooks.put(point, HookFailure.named(failure).orElse(HookFailure.PAUSE))));
    return hooks;
  }

  /**
   * Adds a step for each of those sites that has such a command, one after the other.
   *
   * @param primary the site that serves from then on
   * @return the step that ends them; the last of {@code after} where there is none
   */
  public String add(
      PlanBuilder planBuilder, HookPoint point, Site primary, List<Site> sites, String... after) {
    String[] before = after;
    for (Site site : sites) {
      HostId host = site.application();
      Optional<HookFailure> failure = failure(host, point);
      if (failure.isPresent()) {
        boolean serves = site.equals(primary);
        before =
            new String[] {planBuilder.on(host, step(point), params(serves, failure.get()), before)};
        planBuilder.within(LIMIT);
        if (failure.get() == HookFailure.PAUSE) {
          planBuilder.pausing();
        }
        if (point == HookPoint.BEFORE_CLOSE && failure(host, HookPoint.AFTER_OPEN).isPresent()) {
          // Taken back, the switch leaves each site in the role it had; nothing waits for that.
          planBuilder.undoneBy(
              step(HookPoint.AFTER_OPEN), params(!serves, HookFailure.IGNORE), LIMIT);
        }
      }
    }
    return before[before.length - 1];
  }

  /** As {@link #add}, where nothing of the plan waits for them. */
  public void end(
      PlanBuilder planBuilder, HookPoint point, Site primary, List<Site> sites, String... after) {
    String unused = add(planBuilder, point, primary, sites, after);
  }

  private Optional<HookFailure> failure(HostId host, HookPoint point) {
    return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(point));
  }

  private static String step(HookPoint point) {
    return "hook-" + point.wireName();
  }

  private static Map<String, String> params(boolean primary, HookFailure failure) {
    HostRole role = primary ? HostRole.PRIMARY : HostRole.STANDBY;
    return ActionParameter.params(
        Map.of(
            ActionParameter.ROLE, role.wireName(),
            ActionParameter.FAILURE, failure.wireName()));
  }
}
