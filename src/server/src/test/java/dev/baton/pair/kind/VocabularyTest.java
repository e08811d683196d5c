package dev.baton.pair.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.baton.TestPairs;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ReopeningRequested;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.SiteName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of the vocabulary are in logs, plans and clients: they stay as they are. */
class VocabularyTest {

  private static final OperationId ID = new OperationId("op-1");
  private static final PairState IDLE = TestPairs.serving("a");
  private static final SiteName A = new SiteName("a");
  private static final SiteName B = new SiteName("b");

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of(
            new SwitchoverRequested(ID, SwitchoverMode.GRACEFUL, A, B, Optional.empty()),
            "switchover",
            "graceful"),
        Arguments.of(
            new SwitchoverRequested(
                ID, SwitchoverMode.FORCED, A, B, Optional.of(AcceptedLoss.any())),
            "switchover",
            "forced"),
        Arguments.of(
            new RecoveryRequested(ID, A, B, RejoinKind.BASEBACKUP, false),
            "recovery",
            "basebackup"),
        Arguments.of(
            new ResolveRequested(ID, SplitBrainKind.ADDRESS_ON_TWO_HOSTS, A, B),
            "resolve",
            "address-on-two-hosts"),
        Arguments.of(new DrillRequested(ID, A, B, true), "drill", "application"),
        Arguments.of(new DrillRequested(ID, A, B, false), "drill", "database"),
        Arguments.of(new ReopeningRequested(ID, A, B), "reopening", null),
        Arguments.of(new PruneRequested(ID, A, B), "prune", null));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("requests")
  void everyRequestBeginsAnOperationOfItsKindAndMode(PairEvent request, String kind, String mode) {
    OperationState operation = IDLE.after(request).operation().orElseThrow();

    assertThat(operation.kind().word()).isEqualTo(kind);
    assertThat(operation.mode().map(OperationMode::word)).isEqualTo(Optional.ofNullable(mode));
    assertThat(operation.isForced()).isEqualTo("forced".equals(mode));
  }

  @Test
  void anEscalationMakesItForced() {
    OperationState operation =
        IDLE.after(new SwitchoverRequested(ID, SwitchoverMode.GRACEFUL, A, B, Optional.empty()))
            .after(new EscalationRequested(ID, AcceptedLoss.any()))
            .operation()
            .orElseThrow();

    assertThat(operation.isForced()).isTrue();
    assertThat(operation.escalated()).isTrue();
  }

  @Test
  void wordsLeadBackToTheirConstants() {
    assertThat(SwitchoverMode.values())
        .allSatisfy(mode -> assertThat(SwitchoverMode.of(mode.word())).isEqualTo(mode));
    assertThat(RejoinKind.values())
        .allSatisfy(kind -> assertThat(RejoinKind.of(kind.word())).isEqualTo(kind));
    assertThat(SplitBrainKind.values())
        .allSatisfy(kind -> assertThat(SplitBrainKind.of(kind.word())).isEqualTo(kind));
    assertThat(Arrays.asList(OperationKind.values()))
        .allSatisfy(kind ->
            assertThat(OperationKind.of(kind.word(), List.of(OperationKind.values())))
                .isEqualTo(kind));
  }

  @Test
  void aWordThatIsNoneIsAnsweredWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SwitchoverMode.of("rude"))
        .withMessage("use graceful or forced");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            OperationKind.of(
                "prune",
                List.of(OperationKind.SWITCHOVER, OperationKind.RECOVERY, OperationKind.DRILL)))
        .withMessage("use switchover, recovery or drill");
  }

  @Test
  void aRecoveryIsNeverOnRecordAsARefusal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecoveryRequested(ID, A, B, RejoinKind.REFUSE, false));
  }

  @ParameterizedTest(name = "{0} covers {1} bytes: {2}")
  @CsvSource({
    "none, 0, true",
    "none, 1, false",
    "0, 0, true",
    "95, 96, false",
    "96, 96, true",
    "unknown, 9000000000, true"
  })
  void anAcceptanceCoversSoMuch(String word, long bytes, boolean covered) {
    AcceptedLoss accepted = AcceptedLoss.of(word);

    assertThat(accepted.covers(bytes)).isEqualTo(covered);
    assertThat(accepted.word()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"all", "-1", "1.5", "''", "1000000000000000000000"})
  void anAcceptanceIsNothingElse(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcceptedLoss.of(word))
        .withMessageContaining("number of bytes");
  }
}
