package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Starts the server in a session of its own and waits until it takes connections. */
final class PostgresStart {

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Predicate<String> FATAL =
      Pattern.compile("FATAL:|PANIC:|DETAIL:").asPredicate();

  private final PostgresServer server;

  PostgresStart(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    boolean standby = Choice.of(run, "role", "primary", "standby").equals("standby");
    if (standby != server.standbySignal()) {
      throw new FailedException(
          standby
              ? "there is no standby.signal: it would start as a primary"
              : "there is a standby.signal: it would start as a standby");
    }
    return start(standby, run.deadline());
  }

  /** Starts it as whatever it is; the signal file has been seen to. */
  Map<String, String> start(boolean standby, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    long begun = System.nanoTime();
    Optional<Postmaster> running = server.postmaster();
    if (running.isEmpty()) {
      server.rewinding().requireWhole();
    }
    if (running.isPresent() && running.get().stopping()) {
      finishStopping(running.get(), deadline);
      running = server.postmaster();
    }
    boolean already = running.isPresent();
    long logEnd = Files.exists(server.policy().log()) ? Files.size(server.policy().log()) : 0;
    Optional<Process> child = already ? Optional.empty() : Optional.of(spawn());
    awaitReady(child, logEnd, deadline);
    boolean inRecovery = standbyNow(deadline);
    if (inRecovery != standby) {
      throw new FailedException(
          "it runs as a " + (inRecovery ? "standby" : "primary"),
          Map.of("running", "true", "inRecovery", Boolean.toString(inRecovery)));
    }
    return Map.of(
        "running", "true",
        "inRecovery", Boolean.toString(inRecovery),
        "already", Boolean.toString(already),
        "startMs", Long.toString(Waiting.millisSince(begun)));
  }

  private Process spawn() throws IOException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/setsid"));
    words.addAll(server.program("postgres", "-D", server.data().toString()));
    if (!Files.exists(server.policy().log())) {
      Files.createFile(server.policy().log());
      Accounts.give(server.policy().log(), Optional.of(server.policy().user()));
    }
    Process process =
        Programs.start(words, ProcessBuilder.Redirect.appendTo(server.policy().log().toFile()));
    process.getOutputStream().close();
    return process;
  }

  private void awaitReady(Optional<Process> child, long logEnd, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean ready =
        Waiting.until(
            () -> {
              if (child.isPresent() && !child.get().isAlive()) {
                throw new FailedException("PostgreSQL ended while starting: " + lastWords(logEnd));
              }
              return server.postmaster().filter(Postmaster::ready).isPresent();
            },
            deadline);
    if (!ready) {
      throw new FailedException("PostgreSQL takes no connections yet: " + lastWords(logEnd));
    }
  }

  private boolean standbyNow(Deadline deadline) throws FailedException, InterruptedException {
    return server.session().query("select pg_is_in_recovery()", deadline.left()).equals("t");
  }

  /**
   * Undo of a stop that hangs on a standby it cannot reach: its walsenders are ended, then killed;
   * as the last resort the server is stopped at once and recovers from its log.
   */
  private static void finishStopping(Postmaster postmaster, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    for (String signal : List.of("TERM", "KILL")) {
      for (long sender : postmaster.walSenders()) {
        Signals.send(signal, sender);
      }
      if (Waiting.until(() -> !postmaster.alive(), deadline.orIn(GRACE))) {
        return;
      }
    }
    Signals.send("QUIT", postmaster.pid());
    if (!Waiting.until(() -> !postmaster.alive(), deadline)) {
      throw new FailedException("the stop under way does not end", Map.of("stopping", "true"));
    }
  }

  /** What this start said: why it ended if it gave a reason, else its last lines. */
  private String lastWords(long logEnd) throws IOException {
    String log = Tail.since(server.policy().log(), logEnd);
    String fatal = log.lines().filter(FATAL).collect(Collectors.joining("\n"));
    return new Programs.Outcome(1, fatal.isEmpty() ? log : fatal).lastLines(3);
  }
}
