package dev.baton.operation.engine;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A record of a pair that is older than what its agents know, as after the restore of an older
 * database.
 *
 * @param epoch by record
 * @param term by record
 * @param ahead the agents that know more; at least one
 */
public record StaleRecord(long epoch, long term, Map<HostId, AgentMemory> ahead) {

  public StaleRecord {
    ahead = Map.copyOf(ahead);
  }

  static StaleRecord of(PairState record, Map<HostId, AgentMemory> ahead) {
    return new StaleRecord(record.epoch(), record.term(), ahead);
  }

  /** Who knows what, in a sentence without its full stop. */
  public String sentence() {
    var known = new TreeMap<String, String>();
    ahead.forEach((host, memory) -> known.put(host.value(), memory.words()));
    return "the event log is older than what agents know: by record epoch %d, term %d; %s"
        .formatted(
            epoch,
            term,
            known.entrySet().stream()
                .map(entry -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; ")));
  }
}
