package dev.baton.agent.activity;

import dev.baton.protocol.Lsn;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a piece of the write-ahead log changes, as pg_waldump prints it.
 *
 * @param rows number of records by table or sequence
 * @param others number of other records that change something, by kind
 * @param commits where each transaction was committed, by its number
 */
record WalChanges(Map<RelationFile, Long> rows, Map<String, Long> others, Map<Long, Lsn> commits) {

  private static final Pattern RECORD =
      Pattern.compile("rmgr: (\\w+) .*?, tx: +(\\d+), lsn: ([0-9A-F]+/[0-9A-F]+), .*?desc: (\\w+)");
  private static final Pattern RELATION = Pattern.compile("\\brel (\\d+)/(\\d+)/(\\d+)");

  /** The end of a table is cut off by a vacuum, in no transaction, or by TRUNCATE, in one. */
  private static final String CUT = "Storage/TRUNCATE";

  static final String COMMIT = "Transaction/COMMIT";

  private static final String UNREADABLE = "that cannot be read";

  /** Where a table lies: identifiers of its tablespace, its database (0: of all) and its file. */
  record RelationFile(long tablespace, long database, long node) {}

  static WalChanges of(String dump) {
    Map<RelationFile, Long> rows = new TreeMap<>(WalChanges::compare);
    Map<String, Long> others = new TreeMap<>();
    Map<Long, Lsn> commits = new TreeMap<>();
    dump.lines()
        .forEach(line -> {
          Matcher record = RECORD.matcher(line);
          if (!record.find()) {
            others.merge(UNREADABLE, 1L, Long::sum);
          } else {
            String kind = record.group(1) + "/" + record.group(4);
            if (kind.equals(COMMIT)) {
              commits.put(Long.parseLong(record.group(2)), Lsn.of(record.group(3)));
            }
            boolean vacuum = kind.equals(CUT) && record.group(2).equals("0");
            Matcher relation = RELATION.matcher(line);
            if (WalRecordKinds.ofATable(kind) && relation.find()) {
              rows.merge(file(relation), 1L, Long::sum);
            } else if (!vacuum && !WalRecordKinds.housekeeping(kind)) {
              others.merge(kind, 1L, Long::sum);
            }
          }
        });
    return new WalChanges(rows, others, commits);
  }

  private static RelationFile file(Matcher relation) {
    return new RelationFile(
        Long.parseLong(relation.group(1)),
        Long.parseLong(relation.group(2)),
        Long.parseLong(relation.group(3)));
  }

  private static int compare(RelationFile one, RelationFile other) {
    return one.toString().compareTo(other.toString());
  }
}
