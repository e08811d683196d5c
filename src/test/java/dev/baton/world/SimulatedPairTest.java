package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the world minds a wrong order of things; else nothing it does not mind proves anything. */
class SimulatedPairTest {

  private final SimulatedPair world = new SimulatedPair(true);
  private int number;

  private HostReply order(String host, ActionType type, Map<String, String> params) {
    HostId target = new HostId(host);
    ActionRequest request =
        new ActionRequest(
            type,
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

  private HostReply stopEast(String mode) {
    return order("east-db", ActionType.POSTGRES_STOP, Map.of("mode", mode));
  }

  private HostReply promoteWest() {
    return order("west-db", ActionType.POSTGRES_PROMOTE, Map.of());
  }

  @Test
  void cleanStopBeforeThePromotionLosesNothing() {
    HostReply stopped = stopEast("fast");
    HostReply promoted = promoteWest();

    assertThat(stopped).isInstanceOf(HostReply.Done.class);
    assertThat(promoted).isInstanceOf(HostReply.Done.class);
    assertThat(world.promises()).isPositive();
    assertThat(world.lostOn(SimulatedPair.WEST.name())).isEmpty();
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void promotionBeforeTheStopMakesTwoPrimariesAndLosesARow() {
    HostReply promoted = promoteWest();
    HostReply stopped = stopEast("fast");

    assertThat(promoted).isInstanceOf(HostReply.Done.class);
    assertThat(stopped).isInstanceOf(HostReply.Done.class);
    assertThat(world.violations()).contains("two writable primaries");
    assertThat(world.lostOn(SimulatedPair.WEST.name())).isNotEmpty();
  }

  @Test
  void stopAtOnceLosesWhatWasOnItsWay() {
    HostReply stopped = stopEast("immediate");
    HostReply promoted = promoteWest();

    assertThat(stopped).isInstanceOf(HostReply.Done.class);
    assertThat(promoted).isInstanceOf(HostReply.Done.class);
    assertThat(world.lostOn(SimulatedPair.WEST.name())).hasSize(1);
  }

  @Test
  void addressIsNotTakenFromWhoHoldsIt() {
    HostReply early = order("west-app", ActionType.ADDRESS_ASSIGN, Map.of());
    HostReply released = order("east-app", ActionType.ADDRESS_RELEASE, Map.of());
    HostReply taken = order("west-app", ActionType.ADDRESS_ASSIGN, Map.of());

    assertThat(early).isInstanceOf(HostReply.Refused.class);
    assertThat(released).isInstanceOf(HostReply.Done.class);
    assertThat(taken).isInstanceOf(HostReply.Done.class);
    assertThat(world.violations()).isEmpty();
  }

  @Test
  void applicationDiesOnADatabaseInRecovery() {
    HostReply started = order("west-app", ActionType.APPLICATION_START, Map.of());

    assertThat(started).isInstanceOf(HostReply.Refused.class);
  }

  @Test
  void databaseThatWroteBeyondTheForkCannotFollow() {
    HostReply killed = stopEast("immediate");
    HostReply promoted = promoteWest();
    HostReply slot = order("west-db", ActionType.POSTGRES_SLOT, Map.of("slot", "east_db"));
    HostReply follows =
        order(
            "east-db",
            ActionType.POSTGRES_FOLLOW,
            Map.of("host", "", "port", "", "slot", "east_db"));

    HostReply position =
        world.read(
            new HostId("east-db"), ActionType.POSTGRES_POSITION, Map.of(), Duration.ofSeconds(1));

    assertThat(killed).isInstanceOf(HostReply.Done.class);
    assertThat(promoted).isInstanceOf(HostReply.Done.class);
    assertThat(slot).isInstanceOf(HostReply.Done.class);
    assertThat(follows).isInstanceOf(HostReply.Done.class);
    assertThat(((HostReply.Done) position).evidence()).containsEntry("receiver", "none");
  }
}
