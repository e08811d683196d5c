package dev.baton.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the application's process is there, by the policy's status command. */
final class ApplicationProcess {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern NUMBER = Pattern.compile("\\b([1-9][0-9]{0,9})\\b");
  private static final int STOPPED = 3; // LSB init script convention

  private final Policy.ApplicationPart policy;

  ApplicationProcess(Policy.ApplicationPart policy) {
    this.policy = policy;
  }

  /**
   * What the status command said.
   *
   * @param pid the first number it printed that is a living process; empty if there is none
   */
  record Status(boolean running, Optional<Long> pid) {

    /** Whether it is certain that the process has ended since. */
    boolean ended() {
      return pid.isPresent() && !ProcessStat.alive(pid.get());
    }
  }

  Status status() throws IOException, FailedException, InterruptedException {
    Programs.Outcome outcome = run(policy.status(), Deadline.in(LIMIT));
    if (outcome.exitCode() != 0 && outcome.exitCode() != STOPPED) {
      throw new FailedException(
          "status command ended with %d: %s".formatted(outcome.exitCode(), outcome.lastLines(1)));
    }
    boolean running = outcome.succeeded();
    return new Status(running, running ? pid(outcome.output()) : Optional.empty());
  }

  private static Optional<Long> pid(String output) {
    Matcher matcher = NUMBER.matcher(output);
    while (matcher.find()) {
      long number = Long.parseLong(matcher.group(1));
      if (number > 1 && ProcessStat.alive(number)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  Programs.Outcome run(List<String> command, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    return Programs.run(words(command), deadline);
  }

  List<String> words(List<String> command) {
    return Programs.as(policy.user(), command);
  }
}
