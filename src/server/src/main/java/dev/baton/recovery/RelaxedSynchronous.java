package dev.baton.recovery;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What operations took off synchronous_standby_names of the primary that serves, and have not put
 * back since. Only the log remembers it: the setting itself shows nothing of it.
 */
final class RelaxedSynchronous {

  private RelaxedSynchronous() {}

  /** The value from before; empty when nothing is taken off. */
  static String names(EventLog log, PairState pair) {
    String host = "@" + pair.primarySite().database();
    String names = "";
    Map<String, String> planned = new HashMap<>();
    for (RecordedEvent event : log.read(StreamId.of(pair.pair()), 0)) {
      if (event.event() instanceof PlanFrozen frozen) {
        frozen
            .plan()
            .steps()
            .forEach(step ->
                Optional.ofNullable(step.params().get("before"))
                    .ifPresent(before -> planned.put(step.id(), before)));
      }
      if (event.event() instanceof StepDone done && !done.undo() && done.step().contains(host)) {
        if (done.step().startsWith("relax-synchronous")) {
          // A step whose effect was only found no longer saw what was there before it.
          names =
              planned.getOrDefault(
                  done.step(), Evidence.of(done.evidence()).text(EvidenceKey.BEFORE));
        } else if (done.step().startsWith("restore-synchronous")) {
          names = "";
        }
      }
    }
    return names;
  }
}
