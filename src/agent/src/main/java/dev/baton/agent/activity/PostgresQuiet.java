package dev.baton.agent.activity;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PsqlSession;
import dev.baton.agent.postgres.WalDump;
import dev.baton.agent.postgres.WalSummary;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watches the primary for a while, and says whether anything was written that an application may
 * have read. Positions and transaction numbers alone do not tell: autovacuum, checkpoints and other
 * databases move them for ever.
 */
public final class PostgresQuiet {

  /** GoCD committed up to 1.4 s after it had said that it was drained. */
  private static final Duration WATCH = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_RECORDS = 32 * 1024 * 1024;
  private static final int MOST_NAMED = 5;

  private static final String POSITION =
      """
      select pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn(),
      ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int\
      """;

  // One that began before the watch: what it wrote by then is not in the piece of log looked at.
  private static final String OPEN_WRITERS =
      """
      select format('pid %%s, %%s in %%s, writes since %%s s', pid, usename, datname,
      extract(epoch from clock_timestamp() - xact_start)::int) from pg_stat_activity
      where backend_type = 'client backend' and backend_xid is not null
      and xact_start < clock_timestamp() - interval '%d ms' order by xact_start limit 3\
      """
          .formatted(WATCH.toMillis());

  private final PostgresServer server;

  public PostgresQuiet(PostgresServer server) {
    this.server = server;
  }

  /** Where the log is: what was written, what of it is on disk, and on which timeline. */
  private record Position(String written, String flushed, String timeline) {

    static Position of(String row) {
      String[] columns = row.split("\\|", -1);
      return new Position(columns[0], columns[1], columns[2]);
    }
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    TablePatterns ignored = TablePatterns.of(actionContext.param(ActionParameter.IGNORE));
    try (PsqlSession own = server.openSession()) {
      Position from = Position.of(own.query(POSITION, LIMIT));
      Thread.sleep(WATCH);
      List<String> busy = new ArrayList<>(own.query(OPEN_WRITERS, LIMIT).lines().toList());
      Position to = Position.of(own.query(POSITION, LIMIT));
      Map<String, String> facts = new TreeMap<>();
      facts.put(EvidenceKey.WAL_FROM.wireName(), from.written());
      facts.put(EvidenceKey.WAL_TO.wireName(), to.written());
      if (!from.written().equals(to.written())) {
        facts.putAll(look(from, to, ignored, actionContext.deadline(), busy));
      }
      facts.put(EvidenceKey.QUIET.wireName(), Boolean.toString(busy.isEmpty()));
      if (!busy.isEmpty()) {
        facts.put(EvidenceKey.WHY.wireName(), String.join("; ", busy));
      }
      return facts;
    }
  }

  /** Adds to the busy what an application may have read. */
  private Map<String, String> look(
      Position from, Position to, TablePatterns ignored, Deadline deadline, List<String> busy)
      throws FailedException, IOException, InterruptedException {
    if (Lsn.of(to.flushed()).compareTo(Lsn.of(to.written())) < 0) {
      busy.add("the log from %s on is not on disk yet".formatted(to.flushed()));
      return Map.of();
    }
    WalDump dump = new WalDump(server);
    WalSummary summary = WalSummary.of(read(dump, from, to, deadline, "--stats=record").output());
    boolean allOwn = summary.records().keySet().stream().allMatch(WalRecordKinds::housekeeping);
    if (!allOwn) {
      judge(WalChanges.of(read(dump, from, to, deadline).output()), ignored, busy);
    }
    return Map.of(
        EvidenceKey.SUMMARY.wireName(),
        summary.facts().getOrDefault(EvidenceKey.SUMMARY.wireName(), ""));
  }

  private static Programs.Exit read(
      WalDump dump, Position from, Position to, Deadline deadline, String... options)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit exit =
        dump.piece(from.written(), to.written(), to.timeline(), MOST_RECORDS, deadline, options);
    if (!exit.succeeded()) {
      throw new FailedException("pg_waldump: " + exit.lastLines(1));
    }
    if (exit.output().length() >= MOST_RECORDS) {
      throw new FailedException(
          "more was written from %s to %s than can be looked through"
              .formatted(from.written(), to.written()));
    }
    return exit;
  }

  private void judge(WalChanges changes, TablePatterns ignored, List<String> busy)
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
  }
}
