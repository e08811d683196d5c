package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {

  private static final Instant ZERO = Instant.parse("2000-01-01T00:00:00Z");

  private final ByteText text = new ByteText();

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, 99, 100, 1234567890123L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void writesNumbersAsDigits(long number) {
    text.number(number);

    assertThat(written()).isEqualTo(Long.toString(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T08:15:30.123456Z",
        "2026-01-31T23:59:59.999999Z",
        "2026-02-01T00:00:00.000000Z",
        "2000-01-01T00:00:00.000000Z",
        "1999-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00.000001Z"
      })
  void writesTimesToTheMicrosecond(String time) {
    text.time(ChronoUnit.MICROS.between(ZERO, Instant.parse(time)));

    assertThat(written()).isEqualTo(time);
  }

  @Test
  void writesTimesOfOneDayAfterTimesOfAnother() {
    long day = ChronoUnit.DAYS.getDuration().toNanos() / 1000;

    text.time(day);
    text.time(1);
    text.time(day + 1);

    assertThat(written())
        .isEqualTo(
            "2000-01-02T00:00:00.000000Z2000-01-01T00:00:00.000001Z2000-01-02T00:00:00.000001Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "{\"a\":\"b\\\\c\"}", "line\n\ttab\u0001\u001f\u007f", "€ 𝄞 é"})
  void quotesWhatJsonReadsBack(String content) throws Exception {
    byte[] bytes = ("x" + content + "y").getBytes(StandardCharsets.UTF_8);

    text.quoted(bytes, 1, bytes.length - 2);

    assertThat(new JsonMapper().readTree(written()).asText()).isEqualTo(content);
  }

  @Test
  void growsAsFarAsItMust() {
    byte[] much = new byte[10_000];

    text.hex(much, 0, much.length);

    assertThat(written()).isEqualTo("0".repeat(20_000));
  }

  private String written() {
    return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
  }
}
