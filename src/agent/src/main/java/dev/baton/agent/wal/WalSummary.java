package dev.baton.agent.wal;

import dev.baton.protocol.EvidenceKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts the records in a range of the write-ahead log, from {@code pg_waldump --stats=record}.
 *
 * @param records number of records by resource manager and kind, for example {@code Heap/INSERT}
 */
public record WalSummary(Map<String, Long> records) {

  private static final Pattern LINE =
      Pattern.compile("(?m)^([A-Za-z]\\w*)/(\\w+)(?:\\+INIT)? +(\\d+) +\\( *[\\d.]+\\) +\\d+ ");

  public WalSummary {
    records = Map.copyOf(records);
  }

  public static WalSummary of(String stats) {
    Map<String, Long> records = new TreeMap<>();
    LINE.matcher(stats)
        .results()
        .forEach(found ->
            records.merge(
                found.group(1) + "/" + found.group(2), Long.parseLong(found.group(3)), Long::sum));
    records.values().removeIf(count -> count == 0);
    return new WalSummary(records);
  }

  /**
   * By resource manager, and what was committed and changed. Rows are counted at least: a record of
   * several rows, as of COPY, counts as one and is shown apart.
   */
  public Map<String, String> facts() {
    Map<String, Long> managers = new TreeMap<>();
    records.forEach(
        (kind, count) -> managers.merge(kind.substring(0, kind.indexOf('/')), count, Long::sum));
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        EvidenceKey.SUMMARY.wireName(),
        managers.entrySet().stream()
            .map(manager -> manager.getKey() + " " + manager.getValue())
            .collect(Collectors.joining(", ")));
    facts.put(EvidenceKey.COMMITS.wireName(), count("Transaction/COMMIT"));
    facts.put(EvidenceKey.INSERTS.wireName(), count("Heap/INSERT"));
    facts.put(EvidenceKey.UPDATES.wireName(), count("Heap/UPDATE", "Heap/HOT_UPDATE"));
    facts.put(EvidenceKey.DELETES.wireName(), count("Heap/DELETE"));
    facts.put(EvidenceKey.BULK_INSERTS.wireName(), count("Heap2/MULTI_INSERT"));
    return facts;
  }

  private String count(String... kinds) {
    long sum = 0;
    for (String kind : kinds) {
      sum += records.getOrDefault(kind, 0L);
    }
    return Long.toString(sum);
  }
}
