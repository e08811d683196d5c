package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.AgentState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of a host, and when it is known no longer. */
class HostHealthTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ObservationResult SILENCE =
      new ObservationResult.NotSeen(AgentState.UNREACHABLE, "no answer");

  private static ObservationResult seen(int look) {
    return new ObservationResult.Seen(
        Observations.of(
            look,
            NOW.plusSeconds(look),
            "session",
            "boot",
            Map.of("writable", "true"),
            Map.of(),
            Map.of(),
            Map.of()));
  }

  private static HostHealth healthy() {
    return HostHealth.never(NOW).after(seen(1), NOW);
  }

  @Test
  void hostThatNobodyHasLookedAtIsNotSilent() {
    HostHealth health = HostHealth.never(NOW);

    assertThat(health.silent(NOW.plusSeconds(60))).isFalse();
    assertThat(health.stale()).isTrue();
  }

  @Test
  void hostThatAnsweredOnceIsSilentAtOnce() {
    HostHealth health = healthy().after(SILENCE, NOW.plusSeconds(2));

    assertThat(health.silent(NOW.plusSeconds(2))).isTrue();
    assertThat(health.answeredAt()).contains(NOW);
    assertThat(health.stale()).isTrue();
    assertThat(health.now()).isEmpty();
    assertThat(health.last()).isPresent();
  }

  @Test
  void hostThatNeverAnsweredHasItsTimeForAFirstConnection() {
    HostHealth health = HostHealth.never(NOW).after(SILENCE, NOW.plusSeconds(2));

    assertThat(health.silent(NOW.plusSeconds(2))).isFalse();
    assertThat(health.silent(NOW.plusSeconds(6))).isTrue();
  }

  @Test
  void hostThatRefusesUsIsNotSilent() {
    HostHealth health =
        healthy()
            .after(
                new ObservationResult.NotSeen(AgentState.UNTRUSTED, "another authority"),
                NOW.plusSeconds(2));

    assertThat(health.silent(NOW.plusSeconds(60))).isFalse();
    assertThat(health.now()).isEmpty();
  }

  @Test
  void answerWithoutNewsIsAHeartbeatAndMakesNothingYounger() {
    HostHealth health = healthy().after(seen(1), NOW.plusSeconds(1));

    assertThat(health.agent()).isEqualTo(AgentState.UP);
    assertThat(health.answeredAt()).contains(NOW.plusSeconds(1));
    assertThat(health.receivedAt()).contains(NOW);
    assertThat(health.now()).isPresent();
  }

  @Test
  void agentWhoseLooksHangShowsNothingOfNow() {
    HostHealth hanging = healthy().after(seen(1), NOW.plusSeconds(6));
    HostHealth better = hanging.after(seen(2), NOW.plusSeconds(7));

    assertThat(hanging.silent(NOW.plusSeconds(6))).isFalse();
    assertThat(hanging.stale()).isTrue();
    assertThat(hanging.now()).isEmpty();
    assertThat(hanging.why()).contains("no look at the host since");
    assertThat(better.stale()).isFalse();
    assertThat(better.why()).isEmpty();
  }

  @Test
  void lastSightOfAPrimaryOutlivesItsSilence() {
    assertThat(healthy().after(SILENCE, NOW.plusSeconds(2)).lastPrimary()).isPresent();
  }
}
