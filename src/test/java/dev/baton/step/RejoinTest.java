package dev.baton.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.step.Rejoin.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per situation in which an old primary can be found. */
class RejoinTest {

  private static final String HISTORY = "1\t0/5000000\tno recovery target specified\n";

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("other database system", Map.of("systemIdentifier", "9"), Kind.REFUSE),
        arguments("same timeline", Map.of("timeline", "2"), Kind.FOLLOW),
        arguments("timeline ahead", Map.of("timeline", "3"), Kind.REWIND),
        arguments("timeline not in the history", Map.of("timeline", "0"), Kind.REWIND),
        arguments(
            "clean stop, fork behind its checkpoint",
            Map.of("clusterState", "shut down", "checkpointLsn", "0/4FFFF88"),
            Kind.FOLLOW),
        arguments(
            "clean stop, fork at the beginning of its checkpoint",
            Map.of("clusterState", "shut down", "checkpointLsn", "0/5000000"),
            Kind.REWIND),
        arguments(
            "clean stop, wrote beyond the fork",
            Map.of("clusterState", "shut down", "checkpointLsn", "0/5000060"),
            Kind.REWIND),
        arguments(
            "a standby, stopped at the fork",
            Map.of("clusterState", "shut down in recovery", "checkpointLsn", "0/5000000"),
            Kind.FOLLOW),
        arguments(
            "a standby, beyond the fork",
            Map.of("clusterState", "shut down in recovery", "checkpointLsn", "0/5000028"),
            Kind.REWIND),
        arguments(
            "crashed before the fork",
            Map.of("clusterState", "in production", "checkpointLsn", "0/4000000"),
            Kind.REWIND),
        arguments(
            "crashed, cannot be rewound",
            Map.of("clusterState", "in production", "walLogHints", "false"),
            Kind.BASEBACKUP),
        arguments(
            "crashed, checksums instead of hints",
            Map.of(
                "clusterState", "in production", "walLogHints", "false", "dataChecksums", "true"),
            Kind.REWIND),
        arguments(
            "control data without a position", Map.of("checkpointLsn", "nonsense"), Kind.REWIND));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("rows")
  void decides(String situation, Map<String, String> difference, Kind expected) {
    Map<String, String> old = new HashMap<>();
    old.put("systemIdentifier", "7");
    old.put("timeline", "1");
    old.put("clusterState", "in production");
    old.put("checkpointLsn", "0/4000000");
    old.put("walLogHints", "true");
    old.put("dataChecksums", "false");
    old.putAll(difference);

    Rejoin rejoin = Rejoin.decide(old, Map.of("systemIdentifier", "7", "timeline", "2"), HISTORY);

    assertThat(rejoin.kind()).as(situation).isEqualTo(expected);
  }
}
