package dev.baton.eventlog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.checkpoint.CheckpointVerifier.Extract;
import dev.baton.eventlog.checkpoint.CheckpointVerifier.NewestEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time and numbers; what is found after tampering stands in {@code TamperTest}. */
class CheckpointVerifierTest {

  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  @TempDir Path folder;
  private CheckpointKey key;

  @BeforeEach
  void makeAKey() throws Exception {
    key = CheckpointKey.in(folder.resolve("checkpoint.key"));
  }

  @Test
  void findsNothingWhereOneIsMadeEveryHour() {
    CheckpointReport report = judge(after(90), made(1, 0), made(2, 60), made(3, 120));

    assertThat(report.findings()).isEmpty();
    assertThat(report.newest()).contains(made(3, 120));
    assertThat(report.count()).isEqualTo(3);
  }

  @Test
  void callsMoreThanAnHourAGapAndNotATampering() {
    CheckpointReport report = judge(after(300), made(1, 0), made(2, 180));

    assertThat(report.findings())
        .extracting(CheckpointFinding::detail)
        .containsExactly(
            "no checkpoint was made between 2026-01-31T08:00:00Z and 2026-01-31T11:00:00Z",
            "no checkpoint was made between 2026-01-31T11:00:00Z and 2026-01-31T13:00:00Z");
    assertThat(report.whole()).isTrue();
  }

  @Test
  void showsMissingOnesByTheirNumbers() {
    CheckpointReport report = judge(after(60), made(2, 0), made(5, 30));

    assertThat(report.findings())
        .extracting(CheckpointFinding::detail)
        .containsExactly(
            "checkpoint 1 is missing", "checkpoint 3 is missing", "checkpoint 4 is missing");
    assertThat(report.whole()).isFalse();
  }

  @Test
  void missesTheOneAtTheEndOfAnOperation() {
    CheckpointReport early = judge(ended(8, 10, 10), made(1, 0));
    CheckpointReport late = judge(ended(8, 10, 12), made(1, 0));
    CheckpointReport covered = judge(ended(1, 0, 12), made(1, 0));

    assertThat(early.findings()).isEmpty();
    assertThat(late.findings())
        .extracting(CheckpointFinding::detail)
        .containsExactly("the end of an operation, event 8, got no checkpoint");
    assertThat(covered.findings()).isEmpty();
  }

  @Test
  void saysThatNobodyVouchesForALogWithoutAny() {
    CheckpointReport report = judge(after(1));

    assertThat(report.findings())
        .containsExactly(
            new CheckpointFinding(
                CheckpointFinding.FindingKind.GAP, 1, "no checkpoint vouches for these events"));
    assertThat(report.newest()).isEmpty();
  }

  private Checkpoint made(long number, long minute) {
    return Checkpoint.signed(number, "log-1", number, hash(number), at(minute), key);
  }

  private static Instant at(long minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static String hash(long seq) {
    return Long.toHexString(seq).repeat(64);
  }

  private Extract after(long minute) {
    return extract(Optional.empty(), minute);
  }

  private Extract ended(long seq, long ended, long minute) {
    return extract(Optional.of(new NewestEnd(seq, at(ended))), minute);
  }

  private Extract extract(Optional<NewestEnd> end, long minute) {
    Map<Long, String> hashes = new HashMap<>();
    for (long seq = 1; seq <= 9; seq++) {
      hashes.put(seq, hash(seq));
    }
    return new Extract("log-1", key.publicKey(), 0, 9, 9, hashes, end, at(minute));
  }

  private static CheckpointReport judge(Extract extract, Checkpoint... known) {
    return CheckpointVerifier.judge(extract, List.of(known), List.of());
  }
}
