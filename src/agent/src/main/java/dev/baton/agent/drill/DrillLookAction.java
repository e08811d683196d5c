package dev.baton.agent.drill;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reports what a drill has left on this host: the copy, its server, and replication slots. */
public final class DrillLookAction {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String SLOTS =
      """
      select coalesce(string_agg(slot_name, ',' order by slot_name), '')
      from pg_replication_slots where not temporary\
      """;

  private final PostgresServer server;
  private final ScratchCluster copy;

  public DrillLookAction(PostgresServer server) {
    this.server = server;
    this.copy = new ScratchCluster(server);
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.FOLDER.wireName(), copy.root().toString());
    facts.put(EvidenceKey.EXISTS.wireName(), Boolean.toString(copy.exists()));
    facts.put(EvidenceKey.OURS.wireName(), Boolean.toString(copy.ours()));
    facts.put(EvidenceKey.RUNNING.wireName(), Boolean.toString(copy.postmaster().isPresent()));
    facts.put(EvidenceKey.SLOTS.wireName(), server.session().query(SLOTS, LIMIT));
    return facts;
  }
}
