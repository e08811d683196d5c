package dev.baton.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a drill could leave behind on this host. */
final class DrillLook {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String SLOTS =
      """
      select coalesce(string_agg(slot_name, ',' order by slot_name), '')
      from pg_replication_slots where not temporary\
      """;

  private final PostgresServer server;
  private final ThrowAway copy;

  DrillLook(PostgresServer server) {
    this.server = server;
    this.copy = new ThrowAway(server);
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("folder", copy.root().toString());
    facts.put("exists", Boolean.toString(copy.exists()));
    facts.put("ours", Boolean.toString(copy.ours()));
    facts.put("running", Boolean.toString(copy.postmaster().isPresent()));
    facts.put("slots", server.session().query(SLOTS, LIMIT));
    return facts;
  }
}
