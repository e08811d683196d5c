package dev.baton.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Sends the signals that {@link ProcessHandle} cannot. */
final class Signals {

  private Signals() {}

  /**
   * @param pid negative for a whole process group
   * @throws FailedException if nobody got it
   */
  static void send(String signal, long pid)
      throws IOException, FailedException, InterruptedException {
    Programs.Outcome outcome =
        Programs.run(
            List.of("/usr/bin/kill", "-s", signal, "--", Long.toString(pid)),
            Deadline.in(Duration.ofSeconds(5)));
    if (!outcome.succeeded() && ProcessStat.alive(Math.abs(pid))) {
      throw new FailedException("signal %s: %s".formatted(signal, outcome.lastLines(1)));
    }
  }
}
