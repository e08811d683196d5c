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
import java.util.regex.Pattern;

/** Tells whether the application's process runs, by its unit or the policy's status command. */
public final class ApplicationProcess {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern NUMBER = // alone, or the word pid and all that follows it
      Pattern.compile(
          "\\A\\s*([1-9]\\d{0,9})\\s*\\z"
              + "|(?<![\\p{Alnum}_])(?:main)?pid(?:\\s*[:=]\\s*|\\s+)"
              + "([1-9]\\d{0,9}+(?:\\s+\\d++)*+)(?![.:/-]?\\d|\\w)",
          Pattern.CASE_INSENSITIVE);
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
   * @param pid its first process; of a command the one number it printed as a pid, if that process
   *     lives; else empty
   * @param loaded whether systemd has its unit; false where there is none
   */
  public record Status(boolean running, Optional<Long> pid, boolean loaded) {

    /** Before anybody has looked. */
    static Status unseen(boolean running) {
      return new Status(running, Optional.empty(), false);
    }

    /** Whether it is certain that the process has ended since. */
    boolean ended() {
      return pid.isPresent() && !ProcessStat.alive(pid.get());
    }
  }

  public Status status() throws IOException, FailedException, InterruptedException {
    if (unit.isPresent()) {
      SystemdUnit.State state = unit.get().state();
      return new Status(
          !state.down(), Optional.of(state.pid()).filter(pid -> pid > 1), state.loaded());
    }
    Programs.Exit outcome = run(policy.status(), Deadline.in(LIMIT));
    if (outcome.exitCode() != 0 && outcome.exitCode() != STOPPED) {
      throw outcome.failed("status command", 1);
    }
    boolean running = outcome.succeeded();
    return new Status(running, running ? pid(outcome.output()) : Optional.empty(), false);
  }

  /** Whether the start command is there; of a unit its status says so. */
  boolean startIsThere() {
    return unit.isEmpty() && Files.isExecutable(Path.of(policy.start().getFirst()));
  }

  /** It may be killed: so nothing is taken that could be a time, a count or another's pid. */
  private static Optional<Long> pid(String output) {
    List<String> named =
        NUMBER
            .matcher(output)
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .distinct()
            .toList();
    if (named.size() != 1 || !named.getFirst().matches("\\d+")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(named.getFirst()))
        .filter(number -> number > 1 && ProcessStat.alive(number));
  }

  Programs.Exit run(List<String> command, Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    return Programs.run(words(command), deadline);
  }

  List<String> words(List<String> command) {
    return Programs.as(policy.user(), command);
  }
}
