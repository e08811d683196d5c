package dev.baton.agent.activity;

import dev.baton.agent.activity.WalChanges.RelationFile;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PsqlSession;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds the names of tables by the files they lie in, which only their own database knows. */
final class TableNames {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Of all databases, as those that list users. */
  private static final String SHARED = "postgres";

  private final PostgresServer server;

  TableNames(PostgresServer server) {
    this.server = server;
  }

  /**
   * {@code DATABASE.SCHEMA.TABLE} by file; {@code DATABASE.gone.file NUMBER} of one that is not
   * there.
   */
  Map<RelationFile, String> of(Collection<RelationFile> files)
      throws FailedException, InterruptedException {
    Map<RelationFile, String> names = new HashMap<>();
    Map<Long, List<RelationFile>> byDatabase =
        files.stream().collect(Collectors.groupingBy(RelationFile::database));
    for (Map.Entry<Long, List<RelationFile>> group : byDatabase.entrySet()) {
      String database = database(group.getKey());
      Map<String, String> found = named(database, group.getValue());
      for (RelationFile file : group.getValue()) {
        String name = found.get(Long.toString(file.node()));
        names.put(
            file,
            name == null
                ? "%s.gone.file %d".formatted(database, file.node())
                : database + "." + name);
      }
    }
    return names;
  }

  private String database(long oid) throws FailedException, InterruptedException {
    return oid == 0
        ? SHARED
        : server.session().query("select datname from pg_database where oid = " + oid, LIMIT);
  }

  private Map<String, String> named(String database, List<RelationFile> files)
      throws FailedException, InterruptedException {
    String wanted =
        files.stream()
            .map(file -> "(%d::oid, %d::oid)".formatted(file.tablespace(), file.node()))
            .collect(Collectors.joining(", "));
    try (PsqlSession session = server.openSession(database)) {
      // What overflows a row lies in a table of its own, and counts as the row's; so does a
      // column's sequence.
      String sql =
          """
          with found as (select node, pg_filenode_relation(place, node)::oid as rel
              from (values %s) wanted (place, node)),
          owner as (select node, coalesce(
              (select oid from pg_class where reltoastrelid = rel),
              (select refobjid from pg_depend d join pg_class s on s.oid = d.objid
                  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                  and d.objid = rel and d.deptype in ('a', 'i') and s.relkind = 'S' limit 1),
              rel) as rel from found)
          select node || ' ' || nspname || '.' || relname from owner
          join pg_class c on c.oid = owner.rel join pg_namespace n on n.oid = c.relnamespace\
          """
              .formatted(wanted);
      return session
          .query(sql, LIMIT)
          .lines()
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one));
    }
  }
}
