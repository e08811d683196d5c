package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Signals;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.os.Tail;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts the server, by its unit or in a session of its own, and waits until it takes connections.
 */
public final class PostgresStart {

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Predicate<String> FATAL =
      Pattern.compile("FATAL:|PANIC:|DETAIL:").asPredicate();

  /** What makes a recovery end or stand still at some point; a restore tool may have left it. */
  private static final List<String> TARGETS =
      List.of(
          "recovery_target",
          "recovery_target_lsn",
          "recovery_target_name",
          "recovery_target_time",
          "recovery_target_xid");

  /** The file whose mere presence promotes a standby; PostgreSQL 16 has none. */
  private static final String TRIGGER = "promote_trigger_file";

  private static final int WITHOUT_TRIGGER = 16;

  private final PostgresServer server;

  public PostgresStart(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean standby =
        ActionParams.of(
                actionContext,
                ActionParameter.ROLE,
                HostRole.PRIMARY.wireName(),
                HostRole.STANDBY.wireName())
            .equals(HostRole.STANDBY.wireName());
    if (standby != server.standbySignal()) {
      throw new FailedException(
          standby
              ? "there is no standby.signal: it would start as a primary"
              : "there is a standby.signal: it would start as a standby");
    }
    return start(standby, actionContext.deadline());
  }

  /** Starts it as whatever it is; the signal file has been seen to. */
  Map<String, String> start(boolean standby, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    long begun = System.nanoTime();
    Optional<Postmaster> running = server.postmaster();
    if (running.isEmpty()) {
      server.rewindMarker().requireWhole();
    }
    if (running.isPresent() && running.get().stopping()) {
      finishStopping(running.get(), deadline);
      running = server.postmaster();
    }
    boolean already = running.isPresent();
    List<String> blanked = standby && !already ? blank(deadline) : List.of();
    long logEnd = Tail.sizeOf(server.policy().log());
    if (!already && server.unit().isPresent()) {
      try (SystemdUnit.Start ordered = server.unit().get().startOrdered()) {
        awaitReady(
            () -> ordered.failed() ? Optional.of(ordered.why() + ": ") : Optional.empty(),
            logEnd,
            deadline);
      }
    } else {
      Optional<Process> child = already ? Optional.empty() : Optional.of(spawn());
      awaitReady(() -> firstWords(child), logEnd, deadline);
    }
    boolean inRecovery = standbyNow(deadline);
    if (inRecovery != standby) {
      throw otherRole(inRecovery, already, deadline);
    }
    return Map.of(
        EvidenceKey.RUNNING.wireName(), "true",
        EvidenceKey.IN_RECOVERY.wireName(), Boolean.toString(inRecovery),
        EvidenceKey.ALREADY.wireName(), Boolean.toString(already),
        EvidenceKey.BLANKED.wireName(), String.join(" ", blanked),
        EvidenceKey.START_MS.wireName(), Long.toString(Poll.millisSince(begun)));
  }

  /** A standby that reached such a target would become a second primary, or stand still. */
  private List<String> blank(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    OfflineSettings files = new OfflineSettings(server);
    Map<String, String> blank = new LinkedHashMap<>();
    for (String name : TARGETS) {
      if (!files.get(name, deadline).isEmpty()) {
        blank.put(name, "");
      }
    }
    if (triggered(files, deadline)) {
      blank.put(TRIGGER, "");
    }
    if (!blank.isEmpty()) {
      AutoConfiguration.put(server.dataFolder(), blank);
    }
    return List.copyOf(blank.keySet());
  }

  /** An old one that somebody left; without it the setting stays, and does nothing. */
  private boolean triggered(OfflineSettings files, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return MajorVersion.ofPrograms(server, deadline) < WITHOUT_TRIGGER
        && !files.get(TRIGGER, deadline).isEmpty()
        && Files.exists(files.path(TRIGGER, deadline));
  }

  /** One that came up as a primary where a standby was ordered is a second one: it goes at once. */
  private FailedException otherRole(boolean inRecovery, boolean already, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean ends = !inRecovery && !already;
    Optional<Postmaster> running = server.postmaster();
    if (ends && running.isPresent()) {
      Signals.send("QUIT", running.get().pid(), server.account());
      ends = Poll.until(() -> !running.get().alive(), deadline.orIn(GRACE));
      if (server.unit().isPresent()) {
        server.unit().get().stop();
      }
    }
    return new FailedException(
        "it %s as a %s"
            .formatted(
                ends ? "was stopped at once, because it came up" : "runs",
                (inRecovery ? HostRole.STANDBY : HostRole.PRIMARY).wireName()),
        Map.of(
            EvidenceKey.RUNNING.wireName(),
            Boolean.toString(!ends),
            EvidenceKey.IN_RECOVERY.wireName(),
            Boolean.toString(inRecovery)));
  }

  private Process spawn() throws FailedException, IOException {
    return server.launch(server.command(), server.policy().log());
  }

  /** What a start that came to nothing said before it had its log; empty while it goes on. */
  private interface Begun {
    Optional<String> ended() throws FailedException, IOException, InterruptedException;
  }

  private static Optional<String> firstWords(Optional<Process> child) throws IOException {
    return child.isPresent() && !child.get().isAlive()
        ? Optional.of(PostgresServer.firstWords(child.get()))
        : Optional.empty();
  }

  private void awaitReady(Begun begun, long logEnd, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean ready =
        Poll.until(
            () -> {
              Optional<String> ended = begun.ended();
              if (ended.isPresent()) {
                throw new FailedException(
                    "PostgreSQL ended while starting: "
                        + FullDisk.explain(ended.get() + lastWords(logEnd), server.data()));
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
  private void finishStopping(Postmaster postmaster, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    for (String signal : List.of("TERM", "KILL")) {
      for (long sender : postmaster.walSenders()) {
        Signals.send(signal, sender, server.account());
      }
      if (Poll.until(() -> !postmaster.alive(), deadline.orIn(GRACE))) {
        return;
      }
    }
    Signals.send("QUIT", postmaster.pid(), server.account());
    if (!Poll.until(() -> !postmaster.alive(), deadline)) {
      throw new FailedException(
          "the stop under way does not end", Map.of(EvidenceKey.STOPPING.wireName(), "true"));
    }
  }

  /** What this start said: why it ended if it gave a reason, else its last lines. */
  private String lastWords(long logEnd) throws IOException, InterruptedException {
    String log = Tail.since(server.policy().log(), server.account(), logEnd);
    String fatal = log.lines().filter(FATAL).collect(Collectors.joining("\n"));
    return new Programs.Exit(1, fatal.isEmpty() ? log : fatal).lastLines(3);
  }
}
