package dev.baton.recovery;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.plan.PlanBuilder;
import dev.baton.protocol.ActionParameter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The steps that delete data folders which base backups took the place of. They may be the only
 * copy of what was written after a fork, so a person is always asked, and only while the pair is
 * redundant.
 */
final class PrunePlan {

  private static final Duration APPROVAL = Duration.ofHours(24);
  private static final Duration DELETION = Duration.ofHours(1);

  private PrunePlan() {}

  /**
   * Plans.
   *
   * @param kept by host the name of each folder to its bytes; no host without any
   */
  static List<PlannedStep> plan(PairState pair, Map<HostId, Map<String, String>> kept) {
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("check", OnRefusal.PAUSE);
    String redundant =
        planBuilder.on(
            StepRole.SAFEGUARD,
            pair.standbySite().database(),
            "verify-redundancy",
            Map.of("primary", pair.primarySite().database().value()));
    planBuilder.phase("approve", OnRefusal.PAUSE);
    String approved =
        planBuilder.approval(
            "approve-prune", APPROVAL, Map.of(PlanBuilder.QUESTION, question(kept)), redundant);
    planBuilder.phase("prune", OnRefusal.PAUSE);
    kept.forEach((host, folders) -> {
      planBuilder.leaf(
          host,
          "prune-folders",
          Map.of(
              ActionParameter.FOLDERS.wireName(),
              String.join(" ", new TreeMap<>(folders).keySet())),
          approved);
      planBuilder.within(DELETION);
    });
    return planBuilder.list();
  }

  private static String question(Map<HostId, Map<String, String>> kept) {
    return "delete for ever %s? What was written after a fork is in no other place"
        .formatted(
            kept.entrySet().stream()
                .map(host ->
                    "on %s %s"
                        .formatted(
                            host.getKey(),
                            new TreeMap<>(host.getValue())
                                .entrySet().stream()
                                    .map(folder ->
                                        "%s (%s bytes)"
                                            .formatted(folder.getKey(), folder.getValue()))
                                    .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(", ")));
  }
}
