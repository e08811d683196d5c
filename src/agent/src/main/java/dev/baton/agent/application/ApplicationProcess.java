package dev.baton.agent.application;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether the application's process runs, by its unit or the policy's status command. */
public final class ApplicationProcess {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern NUMBER = Pattern.compile("\\b([1-9][0-9]{0,9})\\b");
  private static final int STOPPED = 3; // LSB init script convention

  private final Policy.ApplicationPart policy;
  private final Optional<SystemdUnit> unit;

  public ApplicationProcess(Policy.ApplicationPart policy) {
    this.policy = policy;
    this.unit = policy.unit().map(SystemdUnit::new);
  }

  /** The service of systemd that it is; empty where commands start and stop it. */
  public Optional<SystemdUnit> unit() {
    return unit;
  }

  Policy.ApplicationPart policy() {
    return policy;
  }

  /**
   * What its unit or the status command said.
   *
   * @param pid its first process; of a command the first number it printed that is a living
   *     process; empty if there is none
   */
  public record Status(boolean running, Optional<Long> pid) {

    /** Whether it is certain that the process has ended since. */
    boolean ended() {
      return pid.isPresent() && !ProcessStat.alive(pid.get());
    }
  }

  public Status status() throws IOException, FailedException, InterruptedException {
    if (unit.isPresent()) {
      SystemdUnit.State state = unit.get().state();
      return new Status(!state.down(), Optional.of(state.pid()).filter(pid -> pid > 1));
    }
    Programs.Exit outcome = run(policy.status(), Deadline.in(LIMIT));
    if (outcome.exitCode() != 0 && outcome.exitCode() != STOPPED) {
      throw new FailedException(
          "status command ended with %d: %s".formatted(outcome.exitCode(), outcome.lastLines(1)));
    }
    boolean running = outcome.succeeded();
    return new Status(running, running ? pid(outcome.output()) : Optional.empty());
  }

  /** Whether there is something to start at all. */
  boolean installed() throws IOException, FailedException, InterruptedException {
    return unit.isPresent()
        ? unit.get().state().loaded()
        : Files.isExecutable(Path.of(policy.start().getFirst()));
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

  Programs.Exit run(List<String> command, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    return Programs.run(words(command), deadline);
  }

  List<String> words(List<String> command) {
    return Programs.as(policy.user(), command);
  }
}
