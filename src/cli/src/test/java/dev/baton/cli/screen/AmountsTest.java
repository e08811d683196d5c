package dev.baton.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s, 0:00",
    "3249, 3.2 s, 0:03",
    "59900, 59.9 s, 0:59",
    "60000, 1 min 00 s, 1:00",
    "245000, 4 min 05 s, 4:05",
    "7620000, 2 h 07 min, 127:00"
  })
  void timesArePreciseWhereTheyAreShort(long ms, String span, String elapsed) {
    assertThat(Amounts.span(Duration.ofMillis(ms))).isEqualTo(span);
    assertThat(Amounts.elapsed(Duration.ofMillis(ms))).isEqualTo(elapsed);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "999, 999 bytes",
    "1500, 1.5 kB",
    "2500000, 2.5 MB",
    "7000000000, 7.0 GB",
    "9000000000000000, 9000.0 TB"
  })
  void sizesHaveAUnit(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }
}
