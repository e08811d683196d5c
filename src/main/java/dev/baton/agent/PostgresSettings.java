package dev.baton.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The small changes to a running server: settings, slots, checkpoints. */
final class PostgresSettings {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String RETRY = "wal_retrieve_retry_interval";
  private static final String PROMPT = "100ms";
  private static final String SYNCHRONOUS = "synchronous_standby_names";

  private final PostgresServer server;

  PostgresSettings(PostgresServer server) {
    this.server = server;
  }

  /**
   * With the default of 5 s, a promotion that comes right after the old primary's end is acted on
   * only when the next attempt to reach it is due.
   */
  Map<String, String> ready(Run run) throws FailedException, IOException, InterruptedException {
    boolean ready = Choice.truth(run, "ready");
    String before = show(RETRY);
    if (ready) {
      set(server.session(), RETRY, PROMPT);
    } else {
      server.session().execute("alter system reset " + RETRY, LIMIT);
    }
    server.session().execute("select pg_reload_conf()", LIMIT);
    if (ready) {
      awaitSetting(RETRY, PROMPT, run.deadline());
    }
    return Map.of("before", before, "after", show(RETRY));
  }

  Map<String, String> synchronous(Run run)
      throws FailedException, IOException, InterruptedException {
    String names = run.param("names");
    if (!names.matches("[A-Za-z0-9_ ,()*\"-]{0,500}")) {
      throw new FailedException("'" + names + "' is no list of standby names");
    }
    String before = show(SYNCHRONOUS);
    set(server.session(), SYNCHRONOUS, names);
    server.session().execute("select pg_reload_conf()", LIMIT);
    awaitSetting(SYNCHRONOUS, names, run.deadline());
    return Map.of("before", before, "after", names);
  }

  Map<String, String> slot(Run run) throws FailedException, InterruptedException {
    String slot = PostgresServer.quoted(slotName(run));
    String existing =
        server
            .session()
            .query("select slot_type from pg_replication_slots where slot_name = " + slot, LIMIT);
    if (existing.equals("logical")) {
      throw new FailedException("slot " + slot + " exists and is a logical one");
    }
    if (existing.isEmpty()) {
      String created =
          server
              .session()
              .change("select pg_create_physical_replication_slot(" + slot + ", true)", LIMIT);
      return Map.of("slot", run.param("slot"), "existed", "false", "created", created);
    }
    return Map.of("slot", run.param("slot"), "existed", "true");
  }

  /** In a session of its own: it may take minutes. */
  Map<String, String> checkpoint(Run run) throws FailedException, InterruptedException {
    long start = System.nanoTime();
    try (PsqlSession own = server.openSession()) {
      own.execute("checkpoint", run.deadline().left());
      return Map.of(
          "checkpointLsn",
          own.query("select checkpoint_lsn from pg_control_checkpoint()", LIMIT),
          "checkpointMs",
          Long.toString(Waiting.millisSince(start)));
    }
  }

  /** Writes it down; the server takes it up at its next reload. */
  static void set(PsqlSession session, String name, String value)
      throws FailedException, InterruptedException {
    session.execute(
        "alter system set %s = %s".formatted(name, PostgresServer.quoted(value)), LIMIT);
  }

  /** Our session has taken up the reload when it shows the new value, and so have most others. */
  private void awaitSetting(String name, String value, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (!Waiting.until(() -> show(name).equals(value), deadline)) {
      throw new FailedException("%s is %s, not %s".formatted(name, show(name), value));
    }
  }

  private String show(String name) throws FailedException, InterruptedException {
    return server.session().query("show " + name, LIMIT);
  }

  static String slotName(Run run) throws FailedException {
    String slot = run.param("slot");
    if (!slot.matches("[a-z0-9_]{0,63}")) {
      throw new FailedException("'" + slot + "' is not the name of a slot");
    }
    return slot;
  }
}
