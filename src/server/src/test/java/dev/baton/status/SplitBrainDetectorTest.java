package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.host.Observation;
import dev.baton.host.Observations;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SplitBrainKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is one site too many, and what only looks like it. */
class SplitBrainDetectorTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final HostId PRIMARY = PAIR.primarySite().database();
  private static final HostId STANDBY = PAIR.standbySite().database();

  private final Map<HostId, Observation> shown = new HashMap<>();

  @Test
  void twoDatabasesThatWriteAreOneTooMany() {
    shows(PRIMARY, Map.of("writable", "true", "timeline", "3", "writeLsn", "0/5000148"), Map.of());
    shows(STANDBY, Map.of("writable", "true", "timeline", "4", "writeLsn", "0/50001B0"), Map.of());

    SplitBrainSeen seen = seen(PAIR).orElseThrow();

    assertThat(seen.finding()).isEqualTo(SplitBrainKind.TWO_WRITABLE_PRIMARIES);
    assertThat(seen.hosts()).containsExactlyInAnyOrder(PRIMARY, STANDBY);
    assertThat(seen.evidence()).containsEntry(STANDBY.value(), "writes on timeline 4 at 0/50001B0");
  }

  @Test
  void addressOnTwoHostsIsOneTooMany() {
    shows(PAIR.primarySite().application(), Map.of(), Map.of("held", "true", "device", "eth0"));
    shows(PAIR.standbySite().application(), Map.of(), Map.of("held", "true", "device", "eth0"));

    assertThat(seen(PAIR))
        .map(SplitBrainSeen::finding)
        .hasValue(SplitBrainKind.ADDRESS_ON_TWO_HOSTS);
  }

  @Test
  void standbyOnATimelineThePrimaryNeverHadWentItsOwnWay() {
    shows(PRIMARY, Map.of("writable", "true", "timeline", "3"), Map.of());
    shows(STANDBY, Map.of("writable", "false", "timeline", "4"), Map.of());

    assertThat(seen(PAIR)).map(SplitBrainSeen::finding).hasValue(SplitBrainKind.DIVERGED_TIMELINES);
  }

  @Test
  void oldPrimaryThatIsOutMayBeOnAnyTimeline() {
    PairState promoted = TestPairs.serving("b");
    shows(promoted.primarySite().database(), Map.of("writable", "true", "timeline", "3"), Map.of());
    shows(promoted.standbySite().database(), Map.of("running", "false", "timeline", "9"), Map.of());

    assertThat(seen(promoted)).isEmpty();
  }

  @Test
  void hostThatDoesNotAnswerIsNoEvidence() {
    shows(PRIMARY, Map.of("writable", "true", "timeline", "3"), Map.of());

    assertThat(seen(PAIR)).isEmpty();
  }

  @Test
  void resolvedOneNoLongerStands() {
    shows(PRIMARY, Map.of("writable", "true"), Map.of());
    shows(STANDBY, Map.of("writable", "true"), Map.of());
    PairState split = PAIR.after(seen(PAIR).orElseThrow());

    PairState resolved =
        split.after(new SplitBrainResolved(new OperationId("resolve-1"), PAIR.primary()));

    assertThat(List.of(split.splitBrain().isPresent(), resolved.splitBrain().isPresent()))
        .containsExactly(true, false);
  }

  private Optional<SplitBrainSeen> seen(PairState pair) {
    return SplitBrainDetector.in(pair, host -> Optional.ofNullable(shown.get(host)));
  }

  private void shows(HostId host, Map<String, String> postgres, Map<String, String> address) {
    shown.put(
        host,
        Observations.of(
            1, Instant.EPOCH, "session", "boot", postgres, Map.of(), address, Map.of()));
  }

  @Test
  void addressThatThePairDoesNotHaveIsNoneTooMany() {
    PairState alone = TestPairs.databaseOnly(false);
    shows(PRIMARY, Map.of(), Map.of("held", "true", "device", "eth0"));
    shows(STANDBY, Map.of(), Map.of("held", "true", "device", "eth0"));

    assertThat(seen(alone)).isEmpty();
    assertThat(seen(TestPairs.databaseOnly(true)))
        .map(SplitBrainSeen::finding)
        .hasValue(SplitBrainKind.ADDRESS_ON_TWO_HOSTS);
  }
}
