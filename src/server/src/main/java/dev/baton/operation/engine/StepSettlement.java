package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.OperationKind;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.List;

/** Turns a reply to a step into events: how it ended, and what that means for the pair. Pure. */
final class StepSettlement {

  private StepSettlement() {}

  /** The events that record how an attempt at a step, or at its undo, ended. */
  static List<PairEvent> of(PairState pair, String step, boolean undo, AgentReply reply) {
    OperationState operation = pair.running().orElseThrow();
    return switch (reply) {
      case AgentReply.Done done -> {
        List<PairEvent> events = new ArrayList<>();
        events.add(new StepDone(operation.id(), step, undo, done.evidence(), done.took()));
        if (!undo) {
          events.addAll(consequences(pair, operation, step, done));
        }
        yield events;
      }
      case AgentReply.Refused(var code, var why, var evidence) ->
          List.of(new StepRefused(operation.id(), step, undo, code.wireName(), why, evidence));
      case AgentReply.Unknown(var why, var open) ->
          List.of(new StepUnknown(operation.id(), step, undo, why));
    };
  }

  private static List<PairEvent> consequences(
      PairState pair, OperationState operation, String step, AgentReply.Done done) {
    return switch (operation.plan().orElseThrow().step(step).nature()) {
      case ORDINARY, SAFEGUARD, APPROVAL, WINDOW -> List.of();
      case POINT_OF_NO_RETURN ->
          List.of(
              new PrimaryPromoted(
                  operation.id(),
                  operation.to(),
                  pair.term() + 1,
                  Evidence.of(done.evidence()).text(EvidenceKey.TIMELINE, "unknown")));
      case REDUNDANCY ->
          joined(
              operation, new StandbyJoined(operation.id(), pair.standbySite().name(), pair.term()));
    };
  }

  private static List<PairEvent> joined(OperationState operation, StandbyJoined joined) {
    return operation.kind() == OperationKind.RESOLVE
        ? List.of(joined, new SplitBrainResolved(operation.id(), operation.to()))
        : List.of(joined);
  }
}
