package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The small changes to a running server: settings and checkpoints. */
public final class PostgresSettings {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String PROMPT = "100ms";
  private static final String SYNCHRONOUS = "synchronous_standby_names";

  private final PostgresServer server;

  public PostgresSettings(PostgresServer server) {
    this.server = server;
  }

  /**
   * With the default of 5 s, a promotion that comes right after the old primary's end is acted on
   * only when the next attempt to reach it is due.
   */
  public Map<String, String> ready(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    boolean ready = ActionParams.truth(actionContext, ActionParameter.READY);
    KeptSetting retry = server.retryInterval();
    String before = show(retry.name());
    if (ready) {
      retry.change(server.session(), PROMPT);
    } else {
      retry.putBack(server.session());
    }
    server.session().execute("select pg_reload_conf()", LIMIT);
    if (ready) {
      awaitSetting(retry.name(), PROMPT, actionContext.deadline());
    }
    return Map.of(
        EvidenceKey.BEFORE.wireName(), before, EvidenceKey.AFTER.wireName(), show(retry.name()));
  }

  public Map<String, String> synchronous(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String names = actionContext.param(ActionParameter.NAMES);
    if (!names.matches("\\P{Cntrl}{0,1000}")) {
      throw new FailedException("'" + names + "' is no list of standby names");
    }
    String before = show(SYNCHRONOUS);
    set(server.session(), SYNCHRONOUS, names);
    server.session().execute("select pg_reload_conf()", LIMIT);
    awaitSetting(SYNCHRONOUS, names, actionContext.deadline());
    return Map.of(EvidenceKey.BEFORE.wireName(), before, EvidenceKey.AFTER.wireName(), names);
  }

  /** In a session of its own: it may take minutes. */
  public Map<String, String> checkpoint(ActionContext actionContext)
      throws FailedException, InterruptedException {
    long start = System.nanoTime();
    try (PsqlSession own = server.openSession()) {
      own.execute("checkpoint", actionContext.deadline().left());
      return Map.of(
          EvidenceKey.CHECKPOINT_LSN.wireName(),
          own.query("select checkpoint_lsn from pg_control_checkpoint()", LIMIT),
          EvidenceKey.CHECKPOINT_MS.wireName(),
          Long.toString(Poll.millisSince(start)));
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
    if (!Poll.until(() -> show(name).equals(value), deadline)) {
      throw new FailedException("%s is %s, not %s".formatted(name, show(name), value));
    }
  }

  private String show(String name) throws FailedException, InterruptedException {
    return server.session().query("show " + name, LIMIT);
  }
}
