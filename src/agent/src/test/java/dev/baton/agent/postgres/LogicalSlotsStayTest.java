package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_FOLLOW;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A logical slot of others keeps WAL on the old primary, for nobody. */
@NeedsPostgresql
class LogicalSlotsStayTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  @Test
  void logicalSlotThatStaysOnTheOldPrimaryIsNamedAndNotDropped() throws Exception {
    PostgresPair.Side east = servers.pair().east;
    PostgresPair.Side west = servers.pair().west;
    for (PostgresPair.Side side : new PostgresPair.Side[] {east, west}) {
      side.sql("alter system set wal_level = logical");
    }
    west.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    east.does(POSTGRES_START, Map.of("role", "primary"));
    west.does(POSTGRES_START, Map.of("role", "standby"));
    west.awaitStreaming("1");
    east.sql("select pg_create_logical_replication_slot('cdc', 'pgoutput')");

    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    west.does(POSTGRES_PROMOTE, Map.of());
    west.does(POSTGRES_CHECKPOINT, Map.of());
    west.sql("select pg_create_physical_replication_slot('east_db')");
    TestCaller.Reply reply =
        east.agent().perform(POSTGRES_FOLLOW, PostgresPair.following(east, west));

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
    assertThat(reply.result("left"))
        .contains("logical slots stay on", ": cdc; ", "pg_drop_replication_slot");
    assertThat(east.sql("select slot_name from pg_replication_slots")).isEqualTo("cdc");
  }
}
