package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.TestPairs;
import dev.baton.assessment.DataLoss.LastSight;
import dev.baton.pair.AcceptedLoss;
import dev.baton.protocol.Lsn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataLossTest {

  private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05Z");

  static Stream<Arguments> acceptances() {
    return Stream.of(
        arguments("0/5000060", true, "96", true),
        arguments("0/5000060", true, "95", false),
        arguments("0/5000000", true, "none", true),
        arguments("0/5000000", false, "none", false),
        arguments("0/5000060", false, "1000000", false),
        arguments("0/5000060", false, "unknown", true),
        arguments("", false, "unknown", true),
        arguments("", false, "0", false));
  }

  @ParameterizedTest(name = "last seen at {0}, stopped cleanly: {1}, accepted {2}: covered {3}")
  @MethodSource("acceptances")
  void isCoveredOnlyByAnAcceptanceOfAtLeastAsMuch(
      String lastSeen, boolean clean, String accepted, boolean covered) {
    LastSight last = new LastSight(Lsn.parse(lastSeen), Optional.of(SEEN), clean, false);

    DataLoss loss =
        DataLoss.quote(TestPairs.serving("a"), last, Map.of("receiveLsn", "0/5000000"), SEEN);

    assertThat(loss.coveredBy(AcceptedLoss.of(accepted))).isEqualTo(covered);
  }

  @Test
  void countsBytesAndSecondsTheStandbyNeverHad() {
    LastSight last = new LastSight(Lsn.parse("0/5000060"), Optional.of(SEEN), false, false);

    DataLoss loss =
        DataLoss.quote(
            TestPairs.serving("a"),
            last,
            Map.of("receiveLsn", "0/5000000", "replayAt", "2026-01-02T03:04:02Z"),
            SEEN.plusSeconds(40));

    assertThat(loss.bytes()).contains(0x60L);
    assertThat(loss.age()).contains(40L);
    assertThat(loss.seconds()).contains(3L);
    assertThat(loss.exact()).isFalse();
  }

  @Test
  void isZeroForSureWhereEveryCommitHadWaitedForTheStandby() {
    Map<String, String> primary =
        Map.of(
            "synchronousStandbyNames", "\"b-db\"",
            "standbys", "b-db:streaming:sync:0/5000060:0/5000060");
    boolean synchronous = DataLoss.synchronous(TestPairs.serving("a"), primary);

    DataLoss loss =
        DataLoss.quote(
            TestPairs.serving("a"),
            new LastSight(Lsn.parse("0/5000060"), Optional.of(SEEN), false, synchronous),
            Map.of("receiveLsn", "0/5000000"),
            SEEN.plusSeconds(40));

    assertThat(loss.coveredBy(AcceptedLoss.none())).isTrue();
    assertThat(loss.why()).contains("synchronous");
  }

  @Test
  void trustsNoQuorumThatMayHaveBeenReachedWithoutTheStandby() {
    Map<String, String> primary =
        Map.of(
            "synchronousStandbyNames", "ANY 1 (*)",
            "standbys", "b-db:streaming:quorum:0/5000060:0/5000060");

    assertThat(DataLoss.synchronous(TestPairs.serving("a"), primary)).isFalse();
  }

  @Test
  void knowsNoAmountWithoutASight() {
    LastSight never = new LastSight(Optional.empty(), Optional.empty(), false, false);

    DataLoss loss =
        DataLoss.quote(TestPairs.serving("a"), never, Map.of("receiveLsn", "0/5000000"), SEEN);

    assertThat(loss.bytes()).isEmpty();
    assertThat(loss.toAccept()).isEqualTo(AcceptedLoss.any());
  }

  @Test
  void isNotCleanAnyMoreWhenTheOldDatabaseRanAgain() {
    LastSight clean = new LastSight(Lsn.parse("0/5000060"), Optional.of(SEEN), true, false);

    LastSight later = clean.then(Map.of("clusterState", "in production"), SEEN.plusSeconds(9));

    assertThat(later.clean()).isFalse();
  }

  @Test
  void survivesTheWayThroughAPlan() {
    LastSight last = new LastSight(Lsn.parse("0/5000060"), Optional.of(SEEN), true, true);

    LastSight read = LastSight.of(last.params());

    assertThat(read).isEqualTo(last);
  }
}
