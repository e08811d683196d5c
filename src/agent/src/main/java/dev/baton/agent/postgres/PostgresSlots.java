package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.Map;

/** Makes and drops physical replication slots of a running server, primary or standby. */
public final class PostgresSlots {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final PostgresServer server;

  public PostgresSlots(PostgresServer server) {
    this.server = server;
  }

  /** It keeps WAL from the last checkpoint on, before anybody reads from it. */
  public Map<String, String> make(ActionContext actionContext)
      throws FailedException, InterruptedException {
    String name = name(actionContext, ActionParameter.SLOT);
    String slot = PostgresServer.quoted(name);
    if (exists(slot)) {
      return Map.of(EvidenceKey.SLOT.wireName(), name, EvidenceKey.EXISTED.wireName(), "true");
    }
    String created =
        server
            .session()
            .change("select pg_create_physical_replication_slot(" + slot + ", true)", LIMIT);
    return Map.of(
        EvidenceKey.SLOT.wireName(), name,
        EvidenceKey.EXISTED.wireName(), "false",
        EvidenceKey.CREATED.wireName(), created);
  }

  /** One that somebody reads from stays. */
  public Map<String, String> drop(ActionContext actionContext)
      throws FailedException, InterruptedException {
    String name = name(actionContext, ActionParameter.SLOT);
    boolean existed = exists(PostgresServer.quoted(name));
    boolean dropped = existed && drop(name);
    return Map.of(
        EvidenceKey.SLOT.wireName(), name,
        EvidenceKey.EXISTED.wireName(), Boolean.toString(existed),
        EvidenceKey.DROPPED.wireName(), Boolean.toString(dropped));
  }

  /** Whether it was there, and nobody read from it. */
  boolean drop(String name) throws FailedException, InterruptedException {
    String sql =
        """
        select slot_name || pg_drop_replication_slot(slot_name)::text
        from pg_replication_slots where not active and slot_name = %s\
        """
            .formatted(PostgresServer.quoted(name));
    try {
      return !server.session().change(sql, LIMIT).isEmpty();
    } catch (FailedException e) {
      if (String.valueOf(e.getMessage()).contains("is active for PID")) {
        return false; // somebody was faster
      }
      throw e;
    }
  }

  /** Names of those on a standby that nobody reads from, and that it does not synchronize. */
  String logicalLeft() throws FailedException, InterruptedException {
    // Slots are synchronized from PostgreSQL 17 on: earlier ones have no such column.
    return server
        .session()
        .query(
            """
            select coalesce(string_agg(slot_name, ', ' order by slot_name), '')
            from pg_replication_slots l where slot_type = 'logical' and not temporary
            and not active and not coalesce((to_jsonb(l)->>'synced')::bool, false)\
            """,
            LIMIT);
  }

  private boolean exists(String slot) throws FailedException, InterruptedException {
    String type =
        server
            .session()
            .query("select slot_type from pg_replication_slots where slot_name = " + slot, LIMIT);
    if (type.equals("logical")) {
      throw new FailedException("slot " + slot + " exists and is a logical one");
    }
    return type.equals("physical");
  }

  static String name(ActionContext actionContext, ActionParameter parameter)
      throws FailedException {
    String slot = actionContext.param(parameter);
    if (!slot.matches("[a-z0-9_]{0,63}")) {
      throw new FailedException("'" + slot + "' is not the name of a slot");
    }
    return slot;
  }
}
