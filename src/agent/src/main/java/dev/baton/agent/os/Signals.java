package dev.baton.agent.os;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends the signals that {@link ProcessHandle} cannot. */
public final class Signals {

  private Signals() {}

  /**
   * Sends a signal by its name without {@code SIG}.
   *
   * @param pid negative for a whole process group
   * @throws FailedException if nobody got it
   */
  public static void send(String signal, long pid)
      throws IOException, FailedException, InterruptedException {
    send(signal, pid, Optional.empty());
  }

  /** With the rights of that account: its pid file may name somebody else's process. */
  public static void send(String signal, long pid, Optional<String> user)
      throws IOException, FailedException, InterruptedException {
    List<String> words = List.of("/usr/bin/kill", "-s", signal, "--", Long.toString(pid));
    Programs.Exit outcome =
        Programs.run(Programs.as(user, words), Deadline.in(Duration.ofSeconds(5)));
    if (!outcome.succeeded() && ProcessStat.alive(Math.abs(pid))) {
      throw new FailedException("signal %s: %s".formatted(signal, outcome.lastLines(1)));
    }
  }
}
