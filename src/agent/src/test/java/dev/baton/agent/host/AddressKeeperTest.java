package dev.baton.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestScript;
import dev.baton.agent.action.ActionContext;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reason for and against taking the address back; its holder stands in a file. */
class AddressKeeperTest {

  @TempDir private Path state;
  private Optional<String> order = Optional.empty();
  private boolean up = true;
  private int changes;
  private long version = 40;
  private @Nullable AddressActions address;
  private @Nullable BootGuard guard;
  private @Nullable AddressKeeper keeper;

  @BeforeEach
  void aPrimaryThatHoldsIt() throws Exception {
    command("assign", "echo me > holder");
    command("release", "echo > holder");
    command(
        "probe", "case $(cat holder) in me) exit 0 ;; '') exit 3 ;; *) cat holder; exit 4 ;; esac");
    heldBy("me");
    startAgent("boot-1");
    told(HostRole.PRIMARY, 6);
    look();
  }

  private void startAgent(String boot) throws Exception {
    AddressActions started =
        new AddressActions(
            new Policy.AddressPart(
                "192.0.2.7",
                new Policy.ByCommands(
                    words("assign"), words("release"), words("probe"), Duration.ofSeconds(5))),
            state);
    BootGuard guarding = new BootGuard(state, Duration.ofSeconds(60), new Boot(boot, "session"));
    address = started;
    guard = guarding;
    keeper =
        new AddressKeeper(
            started,
            guarding,
            part -> part == Resource.ADDRESS ? order : Optional.empty(),
            () -> up,
            () -> changes++);
  }

  private List<String> words(String name) {
    return List.of(state.resolve(name).toString());
  }

  private void command(String name, String body) throws Exception {
    TestScript.write(state.resolve(name), "cd %s; %s".formatted(state, body));
  }

  private void heldBy(String who) throws Exception {
    Files.writeString(state.resolve("holder"), who);
  }

  private String holder() throws Exception {
    return Files.readString(state.resolve("holder")).strip();
  }

  private AddressActions address() {
    return Objects.requireNonNull(address);
  }

  private void told(HostRole role, long term) throws Exception {
    version++;
    Objects.requireNonNull(guard)
        .confirm(
            new Announcement(
                TestAgent.INSTALLATION,
                "ci",
                1,
                term,
                "replica",
                Optional.of(new Announcement.Assignment(role, version))));
  }

  /** The keeper looks, and sees things as they are now. */
  private void look() throws Exception {
    address().refresh();
    Objects.requireNonNull(keeper).look();
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(10)), progress -> {});
  }

  @Test
  void takesBackWhatWasLostWithoutAnOrder() throws Exception {
    heldBy("");

    look();

    assertThat(holder()).isEqualTo("me");
    assertThat(changes).isEqualTo(1);
    assertThat(address().read()).containsEntry("held", "true").containsKey("takenBackAt");
  }

  @Test
  void leavesAloneWhatIsHeld() throws Exception {
    look();

    assertThat(changes).isZero();
    assertThat(address().read()).doesNotContainKey("takenBackAt");
  }

  @Test
  void takesNothingAfterARelease() throws Exception {
    Map<String, String> unused = address().release(context());
    told(HostRole.PRIMARY, 6);

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingAfterAReleaseWhenTheAgentStartsAgain() throws Exception {
    Map<String, String> unused = address().release(context());
    startAgent("boot-1");
    told(HostRole.PRIMARY, 6);

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesBackWhatWasAssignedAgainAfterARelease() throws Exception {
    Map<String, String> released = address().release(context());
    Map<String, String> assigned = address().assign(context());
    look();
    heldBy("");

    look();

    assertThat(released).containsEntry("held", "false");
    assertThat(assigned).containsEntry("held", "true");
    assertThat(holder()).isEqualTo("me");
  }

  @Test
  void takesNothingThatItNeverHeldInThisTerm() throws Exception {
    heldBy("");
    told(HostRole.PRIMARY, 7);

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingUntilAControlPlaneConfirmsTheRoleAnew() throws Exception {
    heldBy("");
    startAgent("boot-1");

    look();
    String before = holder();
    told(HostRole.PRIMARY, 6);
    look();

    assertThat(before).isEmpty();
    assertThat(holder()).isEqualTo("me");
  }

  @Test
  void takesNothingAfterABoot() throws Exception {
    heldBy("");
    startAgent("boot-2");
    told(HostRole.PRIMARY, 6);

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingWhereItIsNoPrimary() throws Exception {
    heldBy("");
    told(HostRole.OUT, 6);

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingWhileAnOrderIsUnderWay() throws Exception {
    heldBy("");
    order = Optional.of("op/release-address/1");

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingWhereTheApplicationIsDown() throws Exception {
    heldBy("");
    up = false;

    look();

    assertThat(holder()).isEmpty();
  }

  @Test
  void takesNothingFromSomebodyElse() throws Exception {
    heldBy("west-app");

    look();

    assertThat(holder()).isEqualTo("west-app");
    assertThat(changes).isZero();
  }
}
