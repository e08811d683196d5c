package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.step.Check.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks once more at everything a graceful switchover needs, before anything is touched. */
record CheckReadiness() implements StepKind {

  @Override
  public String name() {
    return "check-readiness";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    Readings now = Readings.take(attempt.agent(), attempt.pair());
    Readiness readiness = Readiness.graceful(attempt.pair(), now);
    if (readiness.verdict() == Verdict.READY) {
      return new HostReply.Done(
          Map.of("checks", Integer.toString(readiness.checks().size()), "open", "0"),
          Duration.ZERO);
    }
    return new HostReply.Refused(
        "not-ready",
        readiness.open().stream()
            .map(check -> "%s: %s".formatted(check.name(), check.measured()))
            .collect(Collectors.joining("; ")),
        readiness.open().stream()
            .collect(Collectors.toMap(Check::name, Check::measured, (a, b) -> a)));
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
