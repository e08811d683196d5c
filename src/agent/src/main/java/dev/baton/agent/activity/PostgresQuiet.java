package dev.baton.agent.activity;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PsqlSession;
import dev.baton.agent.wal.WalDump;
import dev.baton.agent.wal.WalSummary;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches the primary for a while, and says whether anything was written that an application may
 * have read. Positions and transaction numbers alone do not tell: autovacuum, checkpoints and other
 * databases move them for ever.
 */
public final class PostgresQuiet {

  /** GoCD committed up to 1.4 s after it had said that it was drained. */
  private static final Duration WATCH = Duration.ofSeconds(2);

  /** What short transactions that are under way at the beginning take to come to their end. */
  private static final Duration BEFORE = Duration.ofMillis(500);

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration TO_DISK = Duration.ofSeconds(2);
  private static final int MOST_OUTPUT = 8 * 1024 * 1024;
  private static final int MOST_NAMED = 5;
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +(\\d+)");

  private static final String POSITION =
      """
      select pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn(),
      pg_walfile_name(pg_current_wal_insert_lsn()),
      greatest(pg_snapshot_xmax(pg_current_snapshot())::text::numeric % 4294967296,
      (select max(backend_xid::text::numeric) + 1 from pg_stat_activity))\
      """;

  // One that began before: what it wrote by then is not in the piece of log looked at.
  private static final String OPEN_WRITERS =
      """
      select datname, format('pid %%s, %%s in %%s, writes since %%s s', pid, usename, datname,
      extract(epoch from clock_timestamp() - xact_start)::int) from pg_stat_activity
      where backend_xid is not null and datname is not null
      and xact_start < clock_timestamp() - interval '%d ms' order by xact_start limit 10\
      """
          .formatted(WATCH.plus(BEFORE).toMillis());

  private final PostgresServer server;

  public PostgresQuiet(PostgresServer server) {
    this.server = server;
  }

  /**
   * Where the log is.
   *
   * @param end of what was written
   * @param flushed what of it is on disk
   * @param next number above those of all transactions so far
   */
  private record Position(WalDump.WalPlace end, String flushed, long next) {

    static Position of(String row) {
      String[] columns = row.split("\\|", -1);
      return new Position(
          new WalDump.WalPlace(columns[0], columns[2]), columns[1], Long.parseLong(columns[3]));
    }

    String written() {
      return end.lsn();
    }

    boolean onDisk(Position other) {
      return Lsn.of(flushed).compareTo(Lsn.of(other.written())) >= 0;
    }

    /** Numbers go round: the half before this one is older. */
    boolean isOlder(long transaction) {
      return (int) (transaction - next) < 0;
    }
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    TablePatterns ignored = TablePatterns.of(actionContext.param(ActionParameter.IGNORE));
    try (PsqlSession own = server.openSession()) {
      Position from = Position.of(own.query(POSITION, LIMIT));
      Thread.sleep(BEFORE);
      Position begun = Position.of(own.query(POSITION, LIMIT));
      Thread.sleep(WATCH);
      List<String> busy = new ArrayList<>(openWriters(own, ignored));
      Position to = Position.of(own.query(POSITION, LIMIT));
      Map<String, String> facts = new TreeMap<>();
      facts.put(EvidenceKey.WAL_FROM.wireName(), from.written());
      facts.put(EvidenceKey.WAL_TO.wireName(), to.written());
      if (!from.written().equals(to.written())) {
        awaitDisk(own, to);
        WalDump dump = new WalDump(server.program("pg_waldump"), server.data());
        Deadline deadline = actionContext.deadline();
        WalSummary summary = summary(dump, from, to, deadline, busy);
        if (!summary.records().keySet().stream().allMatch(PostgresQuiet::saysEnough)) {
          String records = read(dump, from, to, deadline).output();
          judge(WalChanges.of(records), from, begun, ignored, busy);
        }
        facts.put(
            EvidenceKey.SUMMARY.wireName(),
            summary.facts().getOrDefault(EvidenceKey.SUMMARY.wireName(), ""));
      }
      facts.put(EvidenceKey.QUIET.wireName(), Boolean.toString(busy.isEmpty()));
      if (!busy.isEmpty()) {
        facts.put(EvidenceKey.WHY.wireName(), String.join("; ", busy));
      }
      return facts;
    }
  }

  private static List<String> openWriters(PsqlSession own, TablePatterns ignored)
      throws FailedException, InterruptedException {
    return own.query(OPEN_WRITERS, LIMIT)
        .lines()
        .map(line -> line.split("\\|", 2))
        .filter(writer -> !ignored.matchAllOf(writer[0]))
        .map(writer -> writer[1])
        .toList();
  }

  /** The end of the log stays in memory until a transaction ends: one of ours does it. */
  private static void awaitDisk(PsqlSession own, Position to)
      throws FailedException, IOException, InterruptedException {
    if (Position.of(own.query(POSITION, LIMIT)).onDisk(to)) {
      return;
    }
    own.execute("select pg_current_xact_id()", LIMIT);
    if (!Poll.until(
        () -> Position.of(own.query(POSITION, LIMIT)).onDisk(to), Deadline.in(TO_DISK), 50)) {
      throw new FailedException("the log up to %s does not come to disk".formatted(to.written()));
    }
  }

  /** A commit alone does not say of what. */
  private static boolean saysEnough(String kind) {
    return WalRecordKinds.housekeeping(kind) && !kind.equals(WalChanges.COMMIT);
  }

  /** One that does not add up hides something. */
  private static WalSummary summary(
      WalDump dump, Position from, Position to, Deadline deadline, List<String> busy)
      throws FailedException, IOException, InterruptedException {
    String stats = read(dump, from, to, deadline, "--stats=record").output();
    WalSummary summary = WalSummary.of(stats);
    long sum = summary.records().values().stream().mapToLong(Long::longValue).sum();
    Matcher total = TOTAL.matcher(stats);
    if (!total.find() || Long.parseLong(total.group(1)) != sum) {
      busy.add("records of a kind that is not known");
    }
    return summary;
  }

  private static Programs.Exit read(
      WalDump dump, Position from, Position to, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit exit = dump.piece(from.end(), to.end(), MOST_OUTPUT, deadline, options);
    if (!exit.succeeded()) {
      throw new FailedException("pg_waldump: " + exit.lastLines(1));
    }
    if (exit.output().length() >= MOST_OUTPUT) {
      throw new FailedException(
          "more was written from %s to %s than can be looked through"
              .formatted(from.written(), to.written()));
    }
    return exit;
  }

  /** Adds to the busy what an application may have read. */
  private void judge(
      WalChanges changes, Position from, Position begun, TablePatterns ignored, List<String> busy)
      throws FailedException, InterruptedException {
    Map<WalChanges.RelationFile, String> names = new TableNames(server).of(changes.rows().keySet());
    Map<String, Long> tables = new TreeMap<>();
    changes
        .rows()
        .forEach((file, count) -> tables.merge(names.getOrDefault(file, ""), count, Long::sum));
    tables.keySet().removeIf(ignored::match);
    tables.entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(table -> busy.add("%s: %d changes".formatted(table.getKey(), table.getValue())));
    if (tables.size() > MOST_NAMED) {
      busy.add("and %d more tables".formatted(tables.size() - MOST_NAMED));
    }
    changes.others().forEach((kind, count) -> busy.add("%d records %s".formatted(count, kind)));
    changes
        .commits()
        .forEach((transaction, at) -> {
          if (from.isOlder(transaction) && at.compareTo(Lsn.of(begun.written())) >= 0) {
            busy.add("transaction %d was committed, and had written before".formatted(transaction));
          }
        });
  }
}
