package dev.baton.switchover;

import dev.baton.assessment.DataLoss;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.SiteHooks;
import dev.baton.protocol.HookPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps that give the service to the standby site when the primary is lost. Whatever answers on
 * the old site is fenced before the promotion; what the standby never received is lost, and was
 * quoted.
 */
final class ForcedSwitch {

  private static final Map<String, String> NONE = Map.of();

  /** A command may have to wait for a machine to go down. */
  private static final Duration COMMAND = Duration.ofMinutes(10);

  private final PlanBuilder planBuilder;
  private final PairState pair;
  private final Judged judged;

  /**
   * What the plan depends on besides the pair.
   *
   * @param accept what the caller agreed to lose
   * @param last what is known of the old primary
   * @param synchronous value of synchronous_standby_names on the standby; empty for none (S12)
   * @param fences by host of the old site
   * @param seen of the old site from all sides, and what of it is passed over
   * @param agents where those of the old site listen
   * @param prove whether the application of the new site can show by writing that it works
   * @param hooks the operator's own commands
   */
  record Judged(
      AcceptedLoss accept,
      DataLoss.LastSight last,
      String synchronous,
      Map<HostId, FenceMethod> fences,
      Map<String, String> seen,
      Map<String, String> agents,
      boolean prove,
      SiteHooks hooks) {}

  private ForcedSwitch(PlanBuilder planBuilder, PairState pair, Judged judged) {
    this.planBuilder = planBuilder;
    this.pair = pair;
    this.judged = judged;
  }

  /**
   * Plans.
   *
   * @param planBuilder takes the plan; knows the one before it, if the switchover began with
   *     another one
   */
  static List<PlannedStep> plan(PlanBuilder planBuilder, PairState pair, Judged judged) {
    ForcedSwitch plan = new ForcedSwitch(planBuilder, pair, judged);
    plan.plan();
    return planBuilder.list();
  }

  private void plan() {
    Site from = pair.primarySite();
    Site to = pair.standbySite();
    planBuilder.phase("judge", OnRefusal.PAUSE);
    Map<String, String> seen = new HashMap<>(judged.seen());
    seen.putAll(judged.agents());
    String opinions = planBuilder.look("gather-opinions", seen);
    Map<String, String> quote = new HashMap<>(judged.last().params());
    quote.put("accept", judged.accept().word());
    String quoted = planBuilder.on(to.database(), "quote-data-loss", quote, opinions);
    String ready = planBuilder.on(to.database(), "ready-database", NONE, opinions);
    if (!judged.synchronous().isEmpty()) {
      Map<String, String> before = Map.of("before", judged.synchronous());
      ready = planBuilder.on(to.database(), "relax-synchronous", before, ready);
    }
    planBuilder.phase("fence", OnRefusal.PAUSE);
    Set<String> proofs = new LinkedHashSet<>();
    boolean answers = fence(from.database()) instanceof FenceMethod.ByAgent;
    String database =
        answers
            ? planBuilder.on(from.database(), "fence-database", NONE, quoted, ready)
            : silent(from.database(), quoted, ready);
    proofs.add(database);
    String closed = fenceApplication(from.application(), proofs, database, quoted, ready);
    String free = pair.hasAddress() ? free(closed, proofs) : database;
    planBuilder.phase("promote", OnRefusal.PAUSE);
    quote.put("quoted", quoted);
    if (answers) {
      quote.put("fenced", database);
    }
    String last =
        planBuilder.on(to.database(), "quote-data-loss", quote, proofs.toArray(String[]::new));
    Set<String> before = new LinkedHashSet<>(proofs);
    before.add(last);
    String promoted =
        planBuilder.on(
            StepRole.POINT_OF_NO_RETURN,
            to.database(),
            "promote-database",
            Map.of("proof", String.join(" ", before)),
            before.toArray(String[]::new));
    open(to, promoted, free);
  }

  private FenceMethod fence(HostId host) {
    return judged.fences().getOrDefault(host, new FenceMethod.ByAgent());
  }

  /** Answers the step after which the address can be released, or is free with its host off. */
  private String fenceApplication(
      HostId host, Set<String> proofs, String database, String... after) {
    if (!pair.hasApplication()) {
      return database;
    }
    if (fence(host) instanceof FenceMethod.ByAgent) {
      String ended = planBuilder.on(host, "fence-application", NONE, after);
      proofs.add(ended);
      return ended;
    }
    if (!host.equals(pair.primarySite().database())) {
      // One after the other: an agent runs one command at a time.
      boolean both =
          fence(host) instanceof FenceMethod.ByCommand
              && fence(pair.primarySite().database()) instanceof FenceMethod.ByCommand;
      String proof = both ? silent(host, database) : silent(host, after);
      proofs.add(proof);
      return proof;
    }
    return database;
  }

  /** Answers the step that proves that nobody has the address. */
  private String free(String closed, Set<String> proofs) {
    HostId old = pair.primarySite().application();
    HostId taking = pair.standbySite().application();
    if (fence(old) instanceof FenceMethod.ByAgent) {
      String released = planBuilder.on(old, "fence-address", NONE, closed);
      return planBuilder.on(taking, "prove-address-free", NONE, released);
    }
    String free = planBuilder.on(taking, "prove-address-free", NONE, closed);
    proofs.add(free); // nobody has released it: silence is the only proof there is
    return free;
  }

  private String silent(HostId host, String... after) {
    return switch (fence(host)) {
      case FenceMethod.ByCommand(var by) -> {
        String step = planBuilder.on(host, "fence-host", Map.of("by", by.value()), after);
        planBuilder.within(COMMAND);
        yield step;
      }
      case FenceMethod.Attested(var statement) -> {
        Map<String, String> said = new HashMap<>(judged.agents());
        said.put("statement", statement);
        yield planBuilder.on(host, "verify-attestation", said, after);
      }
      case FenceMethod.ByAgent answers -> throw new IllegalStateException(host + " is not silent");
    };
  }

  private void open(Site to, String promoted, String free) {
    planBuilder.phase("open", OnRefusal.PAUSE);
    String served =
        pair.hasAddress()
            ? planBuilder.on(to.application(), "take-address", NONE, promoted, free)
            : promoted;
    if (pair.hasApplication()) {
      String started = planBuilder.on(to.application(), "start-application", NONE, promoted);
      planBuilder.within(Duration.ofMinutes(5));
      String proven =
          judged.prove()
              ? planBuilder.on(to.application(), "prove-application", NONE, served, started)
              : started;
      served = planBuilder.on(to.application(), "verify-service", NONE, served, proven);
    }
    judged.hooks().end(planBuilder, HookPoint.AFTER_OPEN, to, List.of(to), served);
    // pg_rewind reads the source's control file, which shows the new timeline only after this.
    String written = planBuilder.on(to.database(), "checkpoint-database", NONE, served);
    planBuilder.leaf(to.database(), "settle-database", NONE, written);
  }
}
