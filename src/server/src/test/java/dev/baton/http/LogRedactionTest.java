package dev.baton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

class LogRedactionTest {

  @Test
  void parametersOfALineAreRedacted() {
    ExtLogRecord line = line("HTTP Request to %s failed", "/v1/pairs?token=S3cret");

    assertThat(new LogRedaction().isLoggable(line)).isTrue();

    assertThat(line.getMessage()).isEqualTo("HTTP Request to /v1/pairs?*** failed");
  }

  @Test
  void failuresAreRedactedAndKeepTheirTrace() {
    ExtLogRecord line = line("failed %d", 5);
    Exception cause = new IllegalStateException("no jdbc:postgresql://db/x?password=S3cret");
    Exception failure = new IllegalArgumentException("outer", cause);
    line.setThrown(failure);

    assertThat(new LogRedaction().isLoggable(line)).isTrue();

    Throwable shown = line.getThrown();
    assertThat(shown).hasStackTraceContaining("IllegalArgumentException: outer");
    assertThat(shown).hasStackTraceContaining("no jdbc:postgresql://db/x?***");
    assertThat(shown.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(String.valueOf(shown.getCause())).doesNotContain("S3cret");
  }

  @Test
  void harmlessLineStaysAsItIs() {
    ExtLogRecord line = line("look again in %d s", 5);
    Exception failure = new IllegalStateException("no answer");
    line.setThrown(failure);

    assertThat(new LogRedaction().isLoggable(line)).isTrue();

    assertThat(line.getMessage()).isEqualTo("look again in %d s");
    assertThat(line.getThrown()).isSameAs(failure);
  }

  private static ExtLogRecord line(String format, Object parameter) {
    ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "test");
    line.setParameters(new Object[] {parameter});
    return line;
  }
}
