package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the world minds a wrong order of things; else nothing it does not mind proves anything. */
class SimulatedPairTest {

  private final SimulatedPair world = new SimulatedPair(true);
  private int number;

  private AgentReply order(String host, ActionType type, Map<String, String> params) {
    HostId target = new HostId(host);
    ActionRequest request =
        new ActionRequest(
            type,
            Installations.OURS,
            "ci",
            1,
            1,
            ++number,
            "replica-1",
            "session 1",
            Duration.ofSeconds(5),
            Map.of(),
            params,
            "operation",
            "step",
            "tester");
    return world.perform(target, "order-" + number, request);
  }

  private AgentReply stopEast(String mode) {
    return order("east-db", ActionType.POSTGRES_STOP, Map.of("mode", mode));
  }

  private AgentReply promoteWest() {
    return order("west-db", ActionType.POSTGRES_PROMOTE, Map.of());
  }

  @Test
  void cleanStopBeforeThePromotionLosesNothing() {
    AgentReply stopped = stopEast("fast");
    AgentReply promoted = promoteWest();

    assertThat(stopped).isInstanceOf(AgentReply.Done.class);
    assertThat(promoted).isInstanceOf(AgentReply.Done.class);
    assertThat(world.acknowledged()).isPositive();
    assertThat(world.lostOn(SimulatedPair.WEST.name())).isEmpty();
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void promotionBeforeTheStopMakesTwoPrimariesAndLosesARow() {
    AgentReply promoted = promoteWest();
    AgentReply stopped = stopEast("fast");

    assertThat(promoted).isInstanceOf(AgentReply.Done.class);
    assertThat(stopped).isInstanceOf(AgentReply.Done.class);
    assertThat(world.violations()).contains("two writable primaries");
    assertThat(world.lostOn(SimulatedPair.WEST.name())).isNotEmpty();
  }

  @Test
  void stopAtOnceLosesWhatWasOnItsWay() {
    AgentReply stopped = stopEast("immediate");
    AgentReply promoted = promoteWest();

    assertThat(stopped).isInstanceOf(AgentReply.Done.class);
    assertThat(promoted).isInstanceOf(AgentReply.Done.class);
    assertThat(world.lostOn(SimulatedPair.WEST.name())).hasSize(1);
  }

  @Test
  void addressIsNotTakenFromWhoHoldsIt() {
    AgentReply early = order("west-app", ActionType.ADDRESS_ASSIGN, Map.of());
    AgentReply released = order("east-app", ActionType.ADDRESS_RELEASE, Map.of());
    AgentReply taken = order("west-app", ActionType.ADDRESS_ASSIGN, Map.of());

    assertThat(early).isInstanceOf(AgentReply.Refused.class);
    assertThat(released).isInstanceOf(AgentReply.Done.class);
    assertThat(taken).isInstanceOf(AgentReply.Done.class);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void applicationDiesOnADatabaseInRecovery() {
    AgentReply started = order("west-app", ActionType.APPLICATION_START, Map.of());

    assertThat(started).isInstanceOf(AgentReply.Refused.class);
  }

  @Test
  void databaseThatWroteBeyondTheForkCannotFollow() {
    AgentReply killed = stopEast("immediate");
    AgentReply promoted = promoteWest();
    AgentReply slot = order("west-db", ActionType.POSTGRES_SLOT, Map.of("slot", "east_db"));
    AgentReply follows =
        order(
            "east-db",
            ActionType.POSTGRES_FOLLOW,
            Map.of("host", "", "port", "", "slot", "east_db", "stale", "west_db"));

    AgentReply position =
        world.read(
            new HostId("east-db"), ActionType.POSTGRES_POSITION, Map.of(), Duration.ofSeconds(1));

    assertThat(killed).isInstanceOf(AgentReply.Done.class);
    assertThat(promoted).isInstanceOf(AgentReply.Done.class);
    assertThat(slot).isInstanceOf(AgentReply.Done.class);
    assertThat(follows).isInstanceOf(AgentReply.Done.class);
    assertThat(((AgentReply.Done) position).evidence()).containsEntry("receiver", "none");
  }
}
