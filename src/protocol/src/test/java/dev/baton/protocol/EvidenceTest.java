package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  private static final Evidence EVIDENCE =
      Evidence.of(
          Map.of(
              "running", "true",
              "writable", "false",
              "timeline", "7",
              "writeLsn", "5/A1000060",
              "replayLsn", "none",
              "readAt", "2026-01-02T03:04:05Z",
              "bytes", "at least 7"));

  @Test
  void silenceIsNeitherYesNorNo() {
    assertThat(EVIDENCE.flag(EvidenceKey.RUNNING)).isTrue();
    assertThat(EVIDENCE.denied(EvidenceKey.WRITABLE)).isTrue();
    assertThat(EVIDENCE.flag(EvidenceKey.HELD)).isFalse();
    assertThat(EVIDENCE.denied(EvidenceKey.HELD)).isFalse();
  }

  @Test
  void whatCannotBeReadIsEmpty() {
    assertThat(EVIDENCE.number(EvidenceKey.TIMELINE)).contains(7L);
    assertThat(EVIDENCE.number(EvidenceKey.BYTES)).isEmpty();
    assertThat(EVIDENCE.lsn(EvidenceKey.WRITE_LSN)).contains(Lsn.of("5/A1000060"));
    assertThat(EVIDENCE.lsn(EvidenceKey.REPLAY_LSN)).isEmpty();
    assertThat(EVIDENCE.time(EvidenceKey.READ_AT)).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(EVIDENCE.time(EvidenceKey.WRITE_LSN)).isEmpty();
    assertThat(EVIDENCE.text(EvidenceKey.HELD)).isEmpty();
  }
}
