package dev.baton.pair;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The time in which an operation may begin. An empty end is open. */
public record MaintenanceWindow(Optional<Instant> notBefore, Optional<Instant> notAfter) {

  // Names of parameters in frozen plans; renaming one breaks old logs.
  private static final String NOT_BEFORE = "notBefore";
  private static final String NOT_AFTER = "notAfter";

  /** Any time will do. */
  public static final MaintenanceWindow ANY =
      new MaintenanceWindow(Optional.empty(), Optional.empty());

  public MaintenanceWindow {
    if (notBefore.isPresent() && notAfter.isPresent() && !notAfter.get().isAfter(notBefore.get())) {
      throw new IllegalArgumentException("must be later than notBefore");
    }
  }

  /** What the plan gave a step that waits for its time. */
  public static MaintenanceWindow of(PlannedStep step) {
    return new MaintenanceWindow(
        Optional.ofNullable(step.params().get(NOT_BEFORE)).map(Instant::parse),
        Optional.ofNullable(step.params().get(NOT_AFTER)).map(Instant::parse));
  }

  /**
   * A moment in a text such as {@code 2026-02-01T02:00:00+01:00}.
   *
   * @throws IllegalArgumentException with words for the caller
   */
  public static Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "use a date and time with its offset, for example 2026-02-01T02:00:00+01:00");
    }
  }

  /** The parameters of a step that waits for it. */
  public Map<String, String> params() {
    Map<String, String> params = new HashMap<>();
    notBefore.ifPresent(at -> params.put(NOT_BEFORE, at.toString()));
    notAfter.ifPresent(at -> params.put(NOT_AFTER, at.toString()));
    return params;
  }

  /** Whether the time has come, or is over. */
  public boolean begun(Instant now) {
    return notBefore.filter(now::isBefore).isEmpty();
  }

  /** Whether it is too late. */
  public boolean over(Instant now) {
    return notAfter.filter(now::isAfter).isPresent();
  }
}
