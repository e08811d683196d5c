package dev.baton.operation.runbook;

import dev.baton.host.HostInventory;
import dev.baton.http.Markdown;
import dev.baton.operation.api.StepDurations;
import dev.baton.operation.engine.PlanHash;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.plan.RunbookTexts;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan as a procedure that a person carries out by hand, with the pair's own names. */
final class Runbook {

  private final PairState pair;
  private final Plan plan;
  private final RunbookPlanner.RunbookPlan planned;
  private final HostInventory inventory;
  private final StepDurations past;
  private final Markdown text = new Markdown();

  private Runbook(
      PairState pair,
      RunbookPlanner.RunbookPlan planned,
      HostInventory inventory,
      StepDurations past) {
    this.pair = pair;
    this.plan = new Plan(planned.steps());
    this.planned = planned;
    this.inventory = inventory;
    this.past = past;
  }

  static Markdown of(
      PairState pair,
      RunbookPlanner.RunbookPlan planned,
      HostInventory inventory,
      StepDurations past) {
    Runbook runbook = new Runbook(pair, planned, inventory, past);
    runbook.head();
    runbook.text.block(RunbookTexts.begin(pair));
    runbook.text.block("## Steps");
    for (PlannedStep step : planned.steps()) {
      runbook.step(step);
    }
    runbook.wayBack();
    return runbook.text;
  }

  private void head() {
    text.block("# Runbook for %s: %s".formatted(pair.pair(), planned.title()));
    text.block(
        """
        By Baton's record, %s is primary of term %d and home is %s. %s, and the system
        identifier is %s. This is the plan with the hash `%s`, at version %d of the pair.
        """
            .formatted(
                pair.primary(),
                pair.term(),
                pair.home(),
                pair.hasAddress() ? "The address is " + pair.address() : "It has no address",
                pair.systemIdentifier(),
                PlanHash.of(plan),
                pair.version()));
    text.table(
        List.of("site", "by record", "application host", "database host", "database", "agents"),
        pair.sites().stream().map(this::row).toList());
    if (!planned.doubts().isEmpty()) {
      text.block("## What to know first");
      text.list(planned.doubts().stream().map(Markdown::plain).toList());
    }
  }

  private List<String> row(Site site) {
    return List.of(
        site.name().value(),
        site.name().equals(pair.primary()) ? "primary" : pair.out().isPresent() ? "out" : "standby",
        pair.hasApplication() ? site.application().value() : "none",
        site.database().value(),
        site.databaseAddress(),
        site.hosts().stream().map(this::agent).collect(Collectors.joining(", ")));
  }

  private String agent(HostId host) {
    return inventory.endpoint(host).orElse("not registered");
  }

  private void step(PlannedStep step) {
    text.block("### %d. %s%s".formatted(number(step.id()), step.name(), on(step.host())));
    text.block(remarks(step));
    text.block(manual(step.name(), StepInput.of(step)));
  }

  private String remarks(PlannedStep step) {
    String after =
        step.after().isEmpty()
            ? ""
            : ", after "
                + step.after().stream()
                    .map(id -> Integer.toString(number(id)))
                    .collect(Collectors.joining(" and "));
    String took =
        past.median(step.name(), step.host())
            .map(time -> "; took %s before".formatted(words(time)))
            .orElse("");
    return "*Phase %s%s. Limit %s%s.*".formatted(step.phase(), after, words(step.deadline()), took);
  }

  private void wayBack() {
    text.block("## Going back");
    Optional<PlannedStep> promotion =
        plan.steps().stream().filter(s -> s.nature() == StepRole.POINT_OF_NO_RETURN).findFirst();
    text.block(
        promotion
            .map(step ->
                """
                Until step %d (%s) has been tried, going back is safe. Once it may have taken effect,
                the only way is forward: two writable primaries lose data.
                """
                    .formatted(number(step.id()), step.name()))
            .orElse("Nothing here moves service; stop where you are and start over later."));
    List<PlannedStep> undone =
        plan.steps().reversed().stream().filter(step -> step.undo().isPresent()).toList();
    if (undone.isEmpty()) {
      text.block("No step of this plan has a way back of its own.");
      return;
    }
    text.block("Take back those that you did, or may have done, in this order:");
    for (PlannedStep step : undone) {
      PlannedStep.Undo undo = step.undo().orElseThrow();
      text.block(
          "### Back from %d: %s%s"
              .formatted(number(step.id()), undo.name(), on(Optional.of(undo.host()))));
      text.block(manual(undo.name(), StepInput.of(step, undo)));
    }
  }

  private String manual(String kind, StepInput stepInput) {
    return RunbookTexts.text(pair, kind, stepInput)
        .orElse("This version has no text for it; see the plan of a call with `validateOnly`.");
  }

  private int number(String step) {
    return plan.steps().indexOf(plan.step(step)) + 1;
  }

  private static String on(Optional<HostId> host) {
    return host.map(name -> " on " + name).orElse("");
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120
        ? "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100)
        : "%d min".formatted(time.toMinutes());
  }
}
