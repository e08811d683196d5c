package dev.baton.step;

import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import java.util.Map;
import java.util.Optional;

/**
 * What the plan gave a step, or its undo, to go by.
 *
 * @param step id of the planned step
 */
public record Planned(String step, Optional<HostId> host, Map<String, String> params) {

  public Planned {
    params = Map.copyOf(params);
  }

  /** Of the step itself. */
  public static Planned of(PlannedStep step) {
    return new Planned(step.id(), step.host(), step.params());
  }

  /** Of what takes it back. */
  public static Planned of(PlannedStep step, PlannedStep.Undo undo) {
    return new Planned(step.id(), Optional.of(undo.host()), undo.params());
  }

  /** A parameter the plan gave; a plan without it is a bug. */
  String param(String name) {
    return Optional.ofNullable(params.get(name))
        .orElseThrow(
            () -> new IllegalStateException("%s was planned without '%s'".formatted(step, name)));
  }

  /** The host the step acts on. */
  HostId onHost() {
    return host.orElseThrow(() -> new IllegalStateException(step + " was planned without a host"));
  }
}
