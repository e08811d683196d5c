package dev.baton.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What {@code pg_controldata} says of a data folder; true with the server down. */
record ControlData(Map<String, String> lines) {

  /** The cluster state of a folder that has no database in it. */
  static final String NONE = "no data";

  ControlData {
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

  String get(String name) {
    return lines.getOrDefault(name, "");
  }

  String clusterState() {
    return get("Database cluster state");
  }

  String timeline() {
    return get("Latest checkpoint's TimeLineID");
  }

  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("clusterState", clusterState());
    facts.put("systemIdentifier", get("Database system identifier"));
    facts.put("timeline", timeline());
    facts.put("checkpointLsn", get("Latest checkpoint location"));
    facts.put("minRecoveryEnd", get("Minimum recovery ending location"));
    facts.put("minRecoveryTimeline", get("Min recovery ending loc's timeline"));
    facts.put(
        "fullPageWrites",
        Boolean.toString(get("Latest checkpoint's full_page_writes").equals("on")));
    facts.put("walLogHints", Boolean.toString(get("wal_log_hints setting").equals("on")));
    facts.put("dataChecksums", Boolean.toString(!get("Data page checksum version").equals("0")));
    return facts;
  }
}
