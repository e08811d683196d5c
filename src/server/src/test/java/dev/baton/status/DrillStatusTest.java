package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.projection.PairDirectory.GoodDrill;
import dev.baton.pair.OperationId;
import dev.baton.status.ReadinessStatus.DrillStatus;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillStatusTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static DrillStatus after(Duration age) {
    GoodDrill drill = new GoodDrill(new OperationId("drill-1"), NOW.minus(age));
    return DrillStatus.of(Optional.of(drill), Duration.ofDays(90), NOW);
  }

  @Test
  void pairThatWasNeverRehearsedSaysSo() {
    DrillStatus status = DrillStatus.of(Optional.empty(), Duration.ofDays(90), NOW);

    assertThat(status.age()).isEqualTo("never");
    assertThat(status.due()).isTrue();
    assertThat(status.lastGood()).isNull();
  }

  @Test
  void drillIsDueWhenTheLastGoodOneIsTooLongAgo() {
    assertThat(after(Duration.ofDays(89)).due()).isFalse();
    assertThat(after(Duration.ofDays(91)).due()).isTrue();
    assertThat(after(Duration.ofDays(91)).age()).isEqualTo("91 days ago");
  }

  @Test
  void nextOneIsDueAfterThreeMonthsUnlessSetOtherwise() {
    assertThat(config(Map.of()).dueAfter()).isEqualTo(Duration.ofDays(90));
    assertThat(config(Map.of("baton.drill.due-after", "P7D")).dueAfter())
        .isEqualTo(Duration.ofDays(7));
  }

  private static DrillConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(DrillConfig.class)
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(DrillConfig.class);
  }
}
