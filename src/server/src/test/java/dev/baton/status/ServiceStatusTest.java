package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.host.Observations;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.AgentState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Up is what is seen to serve, down what is seen not to; the rest is unknown. */
class ServiceStatusTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final Site PRIMARY = PAIR.primarySite();
  private static final Site STANDBY = PAIR.standbySite();

  private final Map<HostId, HostHealth> seen = new HashMap<>();

  @BeforeEach
  void served() {
    database(PRIMARY, true);
    application(PRIMARY, "up", true);
    database(STANDBY, false);
    application(STANDBY, "down", false);
  }

  @Test
  void siteWithAllThreeServes() {
    assertThat(status().state()).isEqualTo("up");
  }

  @Test
  void siteThatServesAgainstTheRecordServes() {
    database(PRIMARY, false);
    application(PRIMARY, "down", false);
    database(STANDBY, true);
    application(STANDBY, "up", true);

    assertThat(status().state()).isEqualTo("up");
  }

  @Test
  void databaseThatDoesNotWriteIsAnOutage() {
    database(PRIMARY, false);

    assertThat(status().state()).isEqualTo("down");
    assertThat(status().why()).isEqualTo(PRIMARY.database() + ": the database does not write");
  }

  @Test
  void applicationThatStillStartsIsAnOutage() {
    application(PRIMARY, "starting", true);

    assertThat(status().state()).isEqualTo("down");
  }

  @Test
  void silentHostOfTheSiteThatMayServeLeavesItUnknown() {
    silent(PRIMARY.database());

    assertThat(status().state()).isEqualTo("unknown");
    assertThat(status().why()).isEqualTo(PRIMARY.database() + " does not answer");
  }

  @Test
  void silentHostChangesNothingWhereAnotherPieceIsSeenMissing() {
    silent(PRIMARY.database());
    application(PRIMARY, "down", true);

    assertThat(status().state()).isEqualTo("down");
  }

  @Test
  void silentStandbyDoesNotMatterWhileThePrimaryServes() {
    silent(STANDBY.database());
    silent(STANDBY.application());

    assertThat(status().state()).isEqualTo("up");
  }

  private ServiceStatus status() {
    return ServiceStatus.of(PAIR, this::health);
  }

  private HostHealth health(HostId host) {
    return Objects.requireNonNull(seen.get(host));
  }

  private void database(Site site, boolean writes) {
    see(site.database(), Map.of("writable", Boolean.toString(writes)), Map.of(), Map.of());
  }

  private void application(Site site, String state, boolean held) {
    see(
        site.application(),
        Map.of(),
        Map.of("running", Boolean.toString(!state.equals("down")), "state", state),
        Map.of("held", Boolean.toString(held)));
  }

  private void see(
      HostId host,
      Map<String, String> postgres,
      Map<String, String> application,
      Map<String, String> address) {
    Observation observation =
        Observations.of(
            1,
            Instant.EPOCH,
            "session",
            "boot",
            postgres,
            application,
            address,
            Map.of(),
            Map.of());
    seen.put(
        host,
        new HostHealth(
            true,
            AgentState.UP,
            Instant.EPOCH,
            "",
            Optional.of(Instant.EPOCH),
            Optional.of(observation),
            Optional.of(Instant.EPOCH),
            false,
            Optional.empty()));
  }

  private void silent(HostId host) {
    HostHealth before = health(host);
    seen.put(
        host,
        new HostHealth(
            true,
            AgentState.UNREACHABLE,
            Instant.EPOCH,
            "no answer",
            before.answeredAt(),
            before.last(),
            before.receivedAt(),
            true,
            before.lastPrimary()));
  }

  @Test
  void databaseAloneServesWhenItWrites() {
    ServiceStatus alone = ServiceStatus.of(TestPairs.databaseOnly(false), this::health);
    ServiceStatus behindAnAddress = ServiceStatus.of(TestPairs.databaseOnly(true), this::health);

    assertThat(alone.state()).isEqualTo("up");
    assertThat(behindAnAddress.state()).isEqualTo("down");
    assertThat(behindAnAddress.why()).isEqualTo(PRIMARY.database() + ": the address is not there");
  }
}
