package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.TimeSpan;
import dev.baton.audit.report.OperationReport.Wait;
import dev.baton.eventlog.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The times in which an operation waited for a person; never two at once. */
final class WaitTimes {

  private final List<Wait> waits = new ArrayList<>();

  /** From here on it waits; a wait that was open is over. */
  void begun(String kind, @Nullable String step, String why, RecordedEvent event) {
    over(event, "expired");
    waits.add(new Wait(kind, step, why, event.recordedAt(), null, null, null, null));
  }

  /** Whatever it waited for, it waits no more. */
  void over(RecordedEvent event, String move) {
    waits.replaceAll(wait ->
        wait.to() != null
            ? wait
            : new Wait(
                wait.kind(),
                wait.step(),
                wait.why(),
                wait.from(),
                event.recordedAt(),
                Duration.between(wait.from(), event.recordedAt()).toMillis(),
                event.context().actor().name(),
                move));
  }

  List<Wait> all() {
    return List.copyOf(waits);
  }

  Optional<Wait> open() {
    return waits.stream().filter(wait -> wait.to() == null).findFirst();
  }

  /**
   * A stretch of time with what of it was waited.
   *
   * @param to absent while it lasts
   * @param asOf stands for the ends that are not known yet
   */
  TimeSpan span(Instant from, @Nullable Instant to, Instant asOf) {
    Instant end = to == null ? asOf : to;
    long all = Duration.between(from, end).toMillis();
    long human =
        waits.stream()
            .mapToLong(wait -> {
              Instant until = wait.to() == null ? asOf : wait.to();
              Instant begin = wait.from().isBefore(from) ? from : wait.from();
              Instant last = until.isAfter(end) ? end : until;
              return Math.max(0, Duration.between(begin, last).toMillis());
            })
            .sum();
    return new TimeSpan(from, to, all, all - human, human);
  }
}
