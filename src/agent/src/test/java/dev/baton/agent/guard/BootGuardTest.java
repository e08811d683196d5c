package dev.baton.agent.guard;

import static dev.baton.protocol.HostRole.OUT;
import static dev.baton.protocol.HostRole.PRIMARY;
import static dev.baton.protocol.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.TestAgent;
import dev.baton.agent.action.RefusedException;
import dev.baton.agent.guard.GuardVerdict.Facts;
import dev.baton.agent.guard.GuardVerdict.MayStart;
import dev.baton.agent.guard.GuardVerdict.NotConfirmed;
import dev.baton.agent.guard.GuardVerdict.StaysDown;
import dev.baton.agent.guard.GuardVerdict.Unit;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Uptime;
import dev.baton.agent.policy.PolicyFile;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.HostRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every case of the boot guard: what may start, and what a host holds down by itself. */
class BootGuardTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration OVER = Duration.ZERO;
  private static final Boot FIRST_BOOT = new Boot("boot-1", "session-1");
  private static final Boot SECOND_BOOT = new Boot("boot-2", "session-2");

  @TempDir private Path state;

  private static Optional<KnownRole> known(HostRole role) {
    return Optional.of(new KnownRole("ci", role, 6, 40, "boot-1"));
  }

  private static Announcement told(HostRole role, long term, long version) {
    return new Announcement(
        TestAgent.INSTALLATION,
        "ci",
        1,
        term,
        "replica",
        Optional.of(new Announcement.Assignment(role, version)));
  }

  private static ActionRequest order(ActionType type, Map<String, String> params) {
    return new ActionRequest(
        type,
        TestAgent.INSTALLATION,
        "ci",
        1,
        6,
        50,
        "replica",
        "s",
        TIMEOUT,
        Map.of(),
        params,
        "op",
        "step",
        "tester");
  }

  private BootGuard guard(Duration timeout, Boot boot) throws IOException {
    return new BootGuard(state, timeout, boot);
  }

  /** A host that had that role when the power went off. */
  private BootGuard bootedAs(HostRole role, Duration timeout) throws Exception {
    guard(TIMEOUT, FIRST_BOOT).confirm(told(role, 6, 40));
    return guard(timeout, SECOND_BOOT);
  }

  /** What the guard answers the service manager. */
  @Nested
  class Verdicts {

    private GuardVerdict on(Unit unit, Optional<KnownRole> role, boolean confirmed) {
      return on(unit, role, confirmed, false);
    }

    private GuardVerdict on(
        Unit unit, Optional<KnownRole> role, boolean confirmed, boolean signal) {
      return GuardVerdict.on(
          unit, new Facts(role, confirmed, false, signal, false, Optional.empty()), TIMEOUT);
    }

    @Test
    void letsBothStartOnAConfirmedPrimary() {
      assertThat(on(Unit.POSTGRESQL, known(PRIMARY), true)).isInstanceOf(MayStart.class);
      assertThat(on(Unit.APPLICATION, known(PRIMARY), true)).isInstanceOf(MayStart.class);
    }

    @Test
    void startsNeitherWithoutAConfirmation() {
      for (HostRole role : HostRole.values()) {
        assertThat(on(Unit.POSTGRESQL, known(role), false)).isInstanceOf(NotConfirmed.class);
        assertThat(on(Unit.APPLICATION, known(role), false)).isInstanceOf(NotConfirmed.class);
      }
    }

    @Test
    void startsADatabaseThatCannotWriteWhateverItsRole() {
      for (HostRole role : HostRole.values()) {
        assertThat(on(Unit.POSTGRESQL, known(role), false, true)).isInstanceOf(MayStart.class);
        assertThat(on(Unit.POSTGRESQL, known(role), true, true)).isInstanceOf(MayStart.class);
      }
    }

    @Test
    void keepsAStandbysApplicationDownAndADatabaseThatWouldWrite() {
      assertThat(on(Unit.APPLICATION, known(STANDBY), true, true)).isInstanceOf(StaysDown.class);
      assertThat(on(Unit.POSTGRESQL, known(STANDBY), true)).isInstanceOf(StaysDown.class);
    }

    @Test
    void keepsAHostThatIsOutDownAndSaysWhatBringsItBack() {
      GuardVerdict verdict = on(Unit.POSTGRESQL, known(OUT), true);

      assertThat(verdict)
          .isEqualTo(
              new StaysDown(
                  "this host is out of the service of ci in term 6; a recovery brings it back:"
                      + " POST /v1/pairs/ci/recoveries"));
      assertThat(on(Unit.APPLICATION, known(OUT), true)).isInstanceOf(StaysDown.class);
    }

    @Test
    void guardsNothingOnAHostThatBelongsToNoPairYet() {
      assertThat(on(Unit.POSTGRESQL, Optional.empty(), false)).isInstanceOf(MayStart.class);
      assertThat(on(Unit.APPLICATION, Optional.empty(), false)).isInstanceOf(MayStart.class);
    }

    @Test
    void keepsABrokenDataFolderDownWhoeverWantsItStarted() {
      Facts broken =
          new Facts(known(STANDBY), true, true, true, true, Optional.of("both sites are lost"));

      assertThat(GuardVerdict.on(Unit.POSTGRESQL, broken, TIMEOUT)).isInstanceOf(StaysDown.class);
      assertThat(GuardVerdict.on(Unit.APPLICATION, broken, TIMEOUT)).isInstanceOf(MayStart.class);
    }

    @Test
    void yieldsToAPersonAndToAnOrder() {
      Facts overridden =
          new Facts(known(OUT), true, false, false, false, Optional.of("both sites are lost"));
      Facts ordered = new Facts(known(OUT), false, false, false, true, Optional.empty());

      assertThat(GuardVerdict.on(Unit.POSTGRESQL, overridden, TIMEOUT))
          .isEqualTo(new MayStart("overridden by a person: both sites are lost"));
      assertThat(GuardVerdict.on(Unit.APPLICATION, ordered, TIMEOUT)).isInstanceOf(MayStart.class);
    }
  }

  /** The command that asks, beside the agent that answers. */
  @Nested
  class Command {

    private final List<String> said = new ArrayList<>();

    private GuardCommand command(String unit, String seconds) throws Exception {
      Path file =
          Files.writeString(
              state.resolve("agent.policy"),
              """
              host=east
              listen=127.0.0.1:0
              certificate=/nowhere
              key=/nowhere
              trust=/nowhere
              state=%s
              guard.timeout=%s
              """
                  .formatted(state, seconds));
      return new GuardCommand(
          PolicyFile.read(file), GuardCommand.unit(unit).orElseThrow(), "boot-2", said::add);
    }

    @Test
    void countsOnlyWhatIsConfirmedInThisBoot() throws Exception {
      BootGuard unused = bootedAs(PRIMARY, TIMEOUT);
      new RoleConfirmation("boot-1", Uptime.millis() + 1000, Map.of()).write(state);

      int code = command("application", "1").await();

      assertThat(code).isEqualTo(GuardCommand.NOT_CONFIRMED);
      assertThat(said)
          .singleElement()
          .asString()
          .contains("primary of ci in term 6", "within 1 s", "control plane");
    }

    @Test
    void restartsWithinOneBootNeedNoControlPlane() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);
      guard.confirm(told(PRIMARY, 6, 41));

      BootGuard unused = guard(TIMEOUT, SECOND_BOOT); // the agent restarts, and hears nothing
      int code = command("postgresql", "1").await();

      assertThat(code).isEqualTo(GuardCommand.MAY_START);
    }

    @Test
    void restartsWithinOneBootEndWithTheTerm() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);
      guard.confirm(told(PRIMARY, 6, 41));
      guard.close(order(ActionType.POSTGRES_STOP, Map.of()));

      int code = command("postgresql", "1").await();

      assertThat(code).isNotEqualTo(GuardCommand.MAY_START);
      assertThat(said).singleElement().asString().contains("out of the service of ci in term 6");
    }

    @Test
    void leavesTheStartToTheAgentWhereNobodyConfirmedInTime() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);

      int code = command("postgresql", "1").await();

      assertThat(code).isEqualTo(GuardCommand.NOT_CONFIRMED);
      assertThat(guard.takeHeldUp(Unit.POSTGRESQL)).isFalse();
      guard.confirm(told(PRIMARY, 6, 41));
      assertThat(guard.takeHeldUp(Unit.APPLICATION)).isFalse();
      assertThat(guard.takeHeldUp(Unit.POSTGRESQL)).isTrue();
      assertThat(guard.takeHeldUp(Unit.POSTGRESQL)).isFalse();
    }

    @Test
    void leavesNothingToTheAgentOfAnEarlierBootOrOfAnotherRole() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);
      new HeldUpStart(state, Unit.POSTGRESQL, "boot-1").begun();
      guard.confirm(told(PRIMARY, 6, 41));
      assertThat(guard.takeHeldUp(Unit.POSTGRESQL)).isFalse();

      new HeldUpStart(state, Unit.POSTGRESQL, "boot-2").begun();
      guard.confirm(told(OUT, 7, 42));
      assertThat(guard.takeHeldUp(Unit.POSTGRESQL)).isFalse();
    }

    @Test
    void startsAsSoonAsTheAgentHears() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);
      Thread.startVirtualThread(() -> {
        while (said.isEmpty()) {
          confirm(guard);
        }
      });

      int code = command("postgresql", "60").await();

      assertThat(code).isEqualTo(GuardCommand.MAY_START);
    }

    private static void confirm(BootGuard guard) {
      try {
        guard.confirm(told(PRIMARY, 6, 41));
      } catch (RefusedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void isNotHeldUpByItsOwnGuardWhenItIsOrderedToStart() throws Exception {
      BootGuard guard = bootedAs(OUT, TIMEOUT);
      ActionRequest start = order(ActionType.APPLICATION_START, Map.of());

      guard.open(start);
      int during = command("application", "1").await();
      guard.ended(start.type().resource());
      int after = command("application", "1").await();

      assertThat(during).isEqualTo(GuardCommand.MAY_START);
      assertThat(after).isEqualTo(GuardCommand.NOT_CONFIRMED);
    }

    @Test
    void takesAnOverrideForThisBootAlone() throws Exception {
      BootGuard guard = bootedAs(OUT, OVER);

      int given = command("postgresql", "1").override("west is under water");
      int asked = command("postgresql", "1").await();

      assertThat(given).isEqualTo(GuardCommand.MAY_START);
      assertThat(asked).isEqualTo(GuardCommand.MAY_START);
      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.ADDRESS);
      assertThat(guard.facts()).containsEntry("override", "west is under water");
      assertThat(guard(OVER, new Boot("boot-3", "session-3")).hold())
          .isEqualTo(BootGuard.Hold.EVERYTHING);
    }

    @Test
    void saysThatAFileIsDamagedAndDoesNotTakeItForAFirstBoot() throws Exception {
      Files.writeString(state.resolve("role.json"), "{\"role\":");

      assertThatThrownBy(() -> command("postgresql", "1").await())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
    }
  }

  /** What the agent itself holds down. */
  @Nested
  class Holding {

    @Test
    void holdsNothingOnAHostThatBelongsToNoPair() throws Exception {
      assertThat(guard(OVER, FIRST_BOOT).hold()).isEqualTo(BootGuard.Hold.NOTHING);
    }

    @Test
    void changesNothingWhenOnlyTheAgentStartsAgain() throws Exception {
      guard(TIMEOUT, FIRST_BOOT).confirm(told(PRIMARY, 6, 40));

      BootGuard again = guard(OVER, FIRST_BOOT);

      assertThat(again.hold()).isEqualTo(BootGuard.Hold.NOTHING);
      assertThat(again.facts()).containsEntry("confirmed", "true").containsEntry("held", "false");
    }

    @Test
    void holdsEverythingWhenABootIsNotConfirmedInTime() throws Exception {
      BootGuard waiting = bootedAs(PRIMARY, TIMEOUT);
      BootGuard late = bootedAs(PRIMARY, OVER);

      assertThat(waiting.hold()).isEqualTo(BootGuard.Hold.NOTHING);
      assertThat(late.hold()).isEqualTo(BootGuard.Hold.EVERYTHING);
      assertThat(late.facts())
          .containsEntry("role", "primary")
          .containsEntry("term", "6")
          .containsEntry("confirmed", "false")
          .containsEntry("held", "true")
          .containsKey("why");
    }

    @Test
    void letsGoWhenItIsPrimaryStill() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, OVER);

      guard.confirm(told(PRIMARY, 6, 41));

      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.NOTHING);
    }

    @Test
    void holdsAtOnceWhenItWasReplacedWhileItWasOff() throws Exception {
      BootGuard guard = bootedAs(PRIMARY, TIMEOUT);

      guard.confirm(told(OUT, 7, 60));
      guard.quiet();

      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.EVERYTHING);
    }

    @Test
    void holdsAtOnceWhenItWasReplacedWhileItWasCutOff() throws Exception {
      BootGuard guard = guard(TIMEOUT, FIRST_BOOT);
      guard.confirm(told(PRIMARY, 6, 40));

      guard.confirm(told(OUT, 7, 60));

      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.EVERYTHING);
    }

    @Test
    void leavesAGracefulSwitchoverAlone() throws Exception {
      BootGuard guard = guard(TIMEOUT, FIRST_BOOT);
      guard.confirm(told(PRIMARY, 6, 40));

      guard.confirm(told(OUT, 6, 45));

      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.NOTHING);
    }

    @Test
    void looksAtAStandbyThatBootedOnce() throws Exception {
      BootGuard guard = bootedAs(STANDBY, TIMEOUT);

      guard.confirm(told(STANDBY, 6, 41));
      BootGuard.Hold before = guard.hold();
      guard.quiet();

      assertThat(before).isEqualTo(BootGuard.Hold.EVERYTHING);
      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.NOTHING);
    }

    @Test
    void letsGoOfWhatItIsOrderedToStart() throws Exception {
      BootGuard guard = bootedAs(OUT, OVER);

      guard.open(order(ActionType.POSTGRES_START, Map.of("role", "primary")));

      assertThat(guard.hold()).isEqualTo(BootGuard.Hold.NOTHING);
    }

    @Test
    void writesDownThatItIsClosedWhateverBecomesOfTheControlPlane() throws Exception {
      BootGuard guard = guard(TIMEOUT, FIRST_BOOT);
      guard.confirm(told(PRIMARY, 6, 40));

      guard.close(order(ActionType.POSTGRES_STOP, Map.of("mode", "fast")));

      assertThat(KnownRole.read(state).orElseThrow())
          .isEqualTo(new KnownRole("ci", OUT, 6, 50, "boot-1"));
    }
  }

  /** What it does not let itself be told. */
  @Nested
  class Refusals {

    @Test
    void refusesAnEarlierTerm() throws Exception {
      BootGuard guard = bootedAs(OUT, TIMEOUT);

      assertThatThrownBy(() -> guard.confirm(told(PRIMARY, 5, 90)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("term 5 of 'ci' is over");
      assertThat(guard.facts()).containsEntry("confirmed", "false");
    }

    @Test
    void refusesARoleThatWasOvertakenOnItsWay() throws Exception {
      BootGuard guard = guard(TIMEOUT, FIRST_BOOT);
      guard.close(order(ActionType.POSTGRES_STOP, Map.of("mode", "fast")));

      assertThatThrownBy(() -> guard.confirm(told(PRIMARY, 6, 49)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("overtaken");
      assertThat(KnownRole.read(state).orElseThrow().role()).isEqualTo(OUT);
    }
  }
}
