package dev.baton.http;

import dev.baton.protocol.UrlRedactor;
import io.quarkus.logging.LoggingFilter;
import java.util.Objects;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The last thing before a line is logged: whoever wrote it, the framework with the address of a
 * call or a driver with that of its database, no secret of a URL is in it.
 */
@LoggingFilter(name = "url-secrets")
public final class LogRedaction implements Filter {

  /** A chain of causes may be a circle. */
  private static final int DEPTH = 20;

  private final ExtFormatter formatter = new PatternFormatter("%s");

  @Override
  public boolean isLoggable(LogRecord line) {
    String text = String.valueOf(formatter.formatMessage(line));
    String bare = UrlRedactor.redact(text);
    if (!bare.equals(text) && line instanceof ExtLogRecord ext) {
      ext.setMessage(bare, ExtLogRecord.FormatStyle.NO_FORMAT);
    }
    if (Stream.iterate(line.getThrown(), Objects::nonNull, Throwable::getCause)
        .limit(DEPTH)
        .anyMatch(thrown -> !UrlRedactor.redact(thrown.toString()).equals(thrown.toString()))) {
      line.setThrown(redacted(line.getThrown(), DEPTH));
    }
    return true;
  }

  private static @Nullable Throwable redacted(@Nullable Throwable thrown, int depth) {
    return thrown == null || depth == 0
        ? null
        : new RedactedFailure(
            UrlRedactor.redact(thrown.toString()),
            redacted(thrown.getCause(), depth - 1),
            thrown.getStackTrace());
  }

  /** Stands for a failure in the log, with its text redacted and its stack trace. */
  private static final class RedactedFailure extends Exception {

    RedactedFailure(String text, @Nullable Throwable cause, StackTraceElement[] trace) {
      super(text, cause);
      setStackTrace(trace);
    }
  }
}
