package dev.baton.agent.postgres;

import dev.baton.agent.wal.WalFiles;
import dev.baton.protocol.EvidenceKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code pg_controldata} says of a data folder; true with the server down. */
public record ControlData(Map<String, String> lines) {

  /** The cluster state of a folder that has no database in it. */
  static final String NONE = "no data";

  /** The program's own word for what follows where it finds another layout than its own. */
  static final String DOUBTED = "untrustworthy";

  private static final Set<String> SHUT_DOWN = Set.of("shut down", "shut down in recovery");

  public ControlData {
    lines = Map.copyOf(lines);
  }

  /** Reads the program's output: one {@code name: value} per line. */
  static ControlData parse(String output) {
    Map<String, String> lines = new HashMap<>();
    output
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        });
    return new ControlData(lines);
  }

  boolean stoppedCleanly() {
    return clusterState().equals("shut down");
  }

  /** Whether it ended without a shutdown and has yet to recover; meant of a stopped server. */
  boolean crashed() {
    return !SHUT_DOWN.contains(clusterState());
  }

  String get(String name) {
    return lines.getOrDefault(name, "");
  }

  public String clusterState() {
    return get("Database cluster state");
  }

  String timeline() {
    return get("Latest checkpoint's TimeLineID");
  }

  /** The files of its log, which lies below that data folder. */
  WalFiles walFiles(Path data) {
    return new WalFiles(data, Long.parseLong(get("Bytes per WAL segment")));
  }

  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.CLUSTER_STATE.wireName(), clusterState());
    facts.put(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), get("Database system identifier"));
    facts.put(EvidenceKey.TIMELINE.wireName(), timeline());
    facts.put(EvidenceKey.CHECKPOINT_LSN.wireName(), get("Latest checkpoint location"));
    facts.put(EvidenceKey.MIN_RECOVERY_END.wireName(), get("Minimum recovery ending location"));
    facts.put(
        EvidenceKey.MIN_RECOVERY_TIMELINE.wireName(), get("Min recovery ending loc's timeline"));
    facts.put(
        EvidenceKey.FULL_PAGE_WRITES.wireName(),
        Boolean.toString(get("Latest checkpoint's full_page_writes").equals("on")));
    facts.put(
        EvidenceKey.WAL_LOG_HINTS.wireName(),
        Boolean.toString(get("wal_log_hints setting").equals("on")));
    facts.put(
        EvidenceKey.DATA_CHECKSUMS.wireName(),
        Boolean.toString(!get("Data page checksum version").equals("0")));
    return facts;
  }
}
