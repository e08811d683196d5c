package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.TestPairs;
import dev.baton.assessment.PairSnapshot;
import dev.baton.host.HostBinding;
import dev.baton.host.Installations;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.host.Observations;
import dev.baton.http.ProblemException;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.AgentState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the world says against a registration. */
class RegistrationPrecheckTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final Site HOME = PAIR.primarySite();
  private static final Site OTHER = PAIR.standbySite();

  private final Map<HostId, ObservationResult> seen = new HashMap<>();

  RegistrationPrecheckTest() {
    PairSnapshot.hosts(PAIR).forEach(host -> show(host, Map.of(), "none", HostBinding.none()));
    database(HOME, "true", "false", "2");
    database(OTHER, "false", "true", "2");
  }

  private void show(HostId host, Map<String, String> postgres, String role, HostBinding binding) {
    seen.put(
        host,
        new ObservationResult.Seen(
            new Observation(
                1,
                Instant.EPOCH,
                "session",
                "boot",
                postgres,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("role", role),
                binding)));
  }

  private void database(Site site, String writable, String inRecovery, String timeline) {
    show(
        site.database(),
        Map.of("writable", writable, "inRecovery", inRecovery, "timeline", timeline),
        "none",
        HostBinding.none());
  }

  private void bound(HostId host, boolean ours, String pair) {
    String installation = (ours ? Installations.OURS : Installations.ANOTHER).value();
    show(
        host,
        Map.of(),
        "primary",
        new HostBinding(
            Map.of("installation", installation, "pair", pair, "ours", Boolean.toString(ours))));
  }

  private void check(PairId pair) {
    RegistrationPrecheck world = new RegistrationPrecheck(seen);
    world.requireFree(pair);
    world.requireHomeWrites(HOME, OTHER);
  }

  private void refuses(String type, String... words) {
    assertThatThrownBy(() -> check(PAIR.pair()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/" + type)
        .hasMessageContainingAll(words);
  }

  @Test
  void healthyHostsOfNobodyAreTaken() {
    assertThatCode(() -> check(PAIR.pair())).doesNotThrowAnyException();
  }

  @Test
  void hostOfThisPairAlreadyIsTaken() {
    bound(HOME.application(), true, PAIR.pair().value());

    assertThatCode(() -> check(PAIR.pair())).doesNotThrowAnyException();
  }

  @Test
  void hostOfAnotherInstallationIsNot() {
    bound(HOME.application(), false, PAIR.pair().value());

    refuses("host-bound", HOME.application().value(), Installations.ANOTHER.value(), "unbind");
  }

  @Test
  void hostOfAnotherPairIsNot() {
    bound(OTHER.application(), true, "another");

    refuses("host-bound", OTHER.application().value(), "pair 'another' of this installation");
  }

  @Test
  void hostThatIsOutIsNeverOpened() {
    show(OTHER.application(), Map.of(), "out", HostBinding.none());

    refuses("host-out", OTHER.application().value(), "unbind");
  }

  @Test
  void standbyIsNoHomeWhileTheOtherSiteWrites() {
    database(HOME, "false", "true", "2");
    database(OTHER, "true", "false", "2");

    refuses("wrong-home", "register with home=" + OTHER.name());
  }

  @Test
  void standbyIsNoHomeDuringAnOutageOfItsPrimaryEither() {
    database(HOME, "false", "true", "2");
    seen.put(
        OTHER.database(), new ObservationResult.NotSeen(AgentState.UNREACHABLE, "it is silent"));

    refuses("wrong-home", HOME.database() + " is a standby");
  }

  @Test
  void stoppedDatabaseIsNoHomeWhileTheOtherSiteWrites() {
    database(HOME, "false", "false", "2");
    database(OTHER, "true", "false", "2");

    refuses("wrong-home", OTHER.database() + " writes");
  }

  @Test
  void twoThatWriteMakeNoPair() {
    database(OTHER, "true", "false", "2");

    refuses("split-brain", "both write");
  }

  @Test
  void standbyBeyondItsPrimarysTimelineMakesNoPair() {
    database(OTHER, "false", "true", "3");

    refuses("pair-unfit", "timeline 3", "timeline 2");
  }

  @Test
  void applicationHostThatDoesNotAnswerSaysNothing() {
    seen.put(
        HOME.application(), new ObservationResult.NotSeen(AgentState.UNREACHABLE, "it is silent"));

    assertThatCode(() -> check(PAIR.pair())).doesNotThrowAnyException();
  }

  private void shows(HostId host, Map<String, String> application, Map<String, String> address) {
    seen.put(
        host,
        new ObservationResult.Seen(
            Observations.of(
                1, Instant.EPOCH, "session", "boot", Map.of(), application, address, Map.of())));
  }

  private void requireParts(PairState pair) {
    new RegistrationPrecheck(seen).requireParts(pair);
  }

  @Test
  void policyThatNamesAnApplicationIsNoneOfADatabaseAlone() {
    PairState alone = TestPairs.databaseOnly(false);
    shows(alone.standbySite().database(), Map.of("running", "true"), Map.of());

    assertThatThrownBy(() -> requireParts(alone))
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining("b-db names an application, and the pair is registered without one");
  }

  @Test
  void applicationThatNoPolicyNamesIsNotRegistered() {
    shows(HOME.application(), Map.of(), Map.of("held", "true"));

    assertThatThrownBy(() -> requireParts(PAIR))
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining("a-app names no application, and the pair is registered with an");
  }

  /** It will say so in the readiness of the pair. */
  @Test
  void hostThatDoesNotAnswerSaysNothingOfItsPolicy() {
    shows(HOME.application(), Map.of("running", "true"), Map.of("held", "true"));
    seen.put(
        OTHER.application(), new ObservationResult.NotSeen(AgentState.UNREACHABLE, "it is silent"));

    assertThatCode(() -> requireParts(PAIR)).doesNotThrowAnyException();
  }
}
