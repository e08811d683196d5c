package dev.baton.eventlog;

import dev.baton.pair.AccessEvent;
import dev.baton.pair.Event;
import dev.baton.pair.HostEvent;
import dev.baton.pair.LogEvent;
import dev.baton.pair.PairEvent;
import dev.baton.pair.StopEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The catalogue of event types and their names. Names and fields are in old logs and in the API;
 * renaming one breaks both.
 */
public final class EventTypes {

  private static final Map<String, Class<? extends Event>> CLASSES = catalogue();
  private static final Map<Class<? extends Event>, String> NAMES =
      CLASSES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventTypes() {}

  /** Name to class, in the order of the catalogue. */
  public static Map<String, Class<? extends Event>> all() {
    return CLASSES;
  }

  public static String name(Event event) {
    String name = NAMES.get(event.getClass());
    if (name == null) {
      throw new IllegalStateException(event.getClass() + " is missing from the catalogue");
    }
    return name;
  }

  private static Map<String, Class<? extends Event>> catalogue() {
    var types = new LinkedHashMap<String, Class<? extends Event>>();
    types.put("pair.registered", PairEvent.PairRegistered.class);
    types.put("pair.taken-over", PairEvent.PairTakenOver.class);
    types.put("pair.adopted", PairEvent.PairAdopted.class);
    types.put("pair.retired", PairEvent.PairRetired.class);
    types.put("host.released", PairEvent.HostReleased.class);
    types.put("switchover.requested", PairEvent.SwitchoverRequested.class);
    types.put("recovery.requested", PairEvent.RecoveryRequested.class);
    types.put("reopening.requested", PairEvent.ReopeningRequested.class);
    types.put("prune.requested", PairEvent.PruneRequested.class);
    types.put("split-brain.seen", PairEvent.SplitBrainSeen.class);
    types.put("resolve.requested", PairEvent.ResolveRequested.class);
    types.put("split-brain.resolved", PairEvent.SplitBrainResolved.class);
    types.put("drill.requested", PairEvent.DrillRequested.class);
    types.put("plan.frozen", PairEvent.PlanFrozen.class);
    types.put("step.started", PairEvent.StepStarted.class);
    types.put("step.done", PairEvent.StepDone.class);
    types.put("step.refused", PairEvent.StepRefused.class);
    types.put("step.unknown", PairEvent.StepUnknown.class);
    types.put("primary.promoted", PairEvent.PrimaryPromoted.class);
    types.put("standby.joined", PairEvent.StandbyJoined.class);
    types.put("operation.paused", PairEvent.OperationPaused.class);
    types.put("approval.requested", PairEvent.ApprovalRequested.class);
    types.put("operation.approved", PairEvent.OperationApproved.class);
    types.put("retry.requested", PairEvent.RetryRequested.class);
    types.put("step.skipped", PairEvent.StepSkipped.class);
    types.put("pause.requested", PairEvent.PauseRequested.class);
    types.put("operation.held", PairEvent.OperationHeld.class);
    types.put("resume.requested", PairEvent.ResumeRequested.class);
    types.put("escalation.requested", PairEvent.EscalationRequested.class);
    types.put("fencing.attested", PairEvent.FencingAttested.class);
    types.put("safety.overridden", PairEvent.SafetyOverridden.class);
    types.put("abort.requested", PairEvent.AbortRequested.class);
    types.put("rollback.started", PairEvent.RollbackStarted.class);
    types.put("operation.ended", PairEvent.OperationEnded.class);
    types.put("host.silent", PairEvent.HostSilent.class);
    types.put("host.answering", PairEvent.HostAnswering.class);
    types.put("address.taken-back", PairEvent.AddressTakenBack.class);
    types.put("verdict.changed", PairEvent.VerdictChanged.class);
    types.put("host.registered", HostEvent.HostRegistered.class);
    types.put("access.token-created", AccessEvent.TokenCreated.class);
    types.put("access.call-denied", AccessEvent.CallDenied.class);
    types.put("stop.declared", StopEvent.StopDeclared.class);
    types.put("stop.released", StopEvent.StopReleased.class);
    types.put("log.adopted", LogEvent.LogAdopted.class);
    return Collections.unmodifiableMap(types);
  }
}
