package dev.baton.operation.engine;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.http.DatabaseFailure;
import dev.baton.pair.PairId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Isolates failures per pair: a pair at which something goes wrong holds up no other, it is passed
 * over with a warning, and its status carries the alarm until the same thing goes well.
 */
@ApplicationScoped
public class PairAlarms {

  private static final Logger LOG = Logger.getLogger(PairAlarms.class);

  /** By pair, then by what was to be done. */
  private final Map<PairId, Map<String, String>> standing = new ConcurrentHashMap<>();

  private final AcknowledgedHead acknowledged;

  public PairAlarms(AcknowledgedHead acknowledged) {
    this.acknowledged = acknowledged;
  }

  /** What is to be done for one pair. */
  @FunctionalInterface
  public interface PairTask {
    void on(PairId pair) throws DuplicateKeyException;
  }

  /**
   * Does it for each of the pairs.
   *
   * @param what in the words of "this replica cannot ..."
   * @throws RuntimeException when the database is away, which is no pair's fault
   */
  public void each(String what, Collection<PairId> pairs, PairTask task) {
    for (PairId pair : pairs) {
      try {
        task.on(pair);
        clear(what, pair);
      } catch (RuntimeException | DuplicateKeyException e) {
        if (DatabaseFailure.isBehind(e)) {
          throw e instanceof RuntimeException away ? away : new IllegalStateException(e);
        }
        raise(what, pair, e);
      }
    }
  }

  /** What stands, a sentence each; empty when all is well. */
  public List<String> of(PairId pair) {
    return Stream.concat(
            acknowledged.rollback().map(PairAlarms::rolledBack).stream(),
            standing.getOrDefault(pair, Map.of()).values().stream().distinct())
        .toList();
  }

  private static String rolledBack(LogRollback rollback) {
    return "The log went back: %s. Nothing is done on any pair until it is whole again, or a person with the role admin adopts it."
        .formatted(rollback.sentence());
  }

  private void raise(String what, PairId pair, Exception e) {
    String why =
        e instanceof UnreadableEventException
            ? unreadable(e)
            : "This replica cannot %s: an error that stands in its log file.".formatted(what);
    String before =
        standing.computeIfAbsent(pair, id -> new ConcurrentSkipListMap<>()).put(what, why);
    if (!why.equals(before)) {
      LOG.warnf(
          e instanceof UnreadableEventException ? null : e, "cannot %s pair=%s: %s", what, pair, e);
    }
  }

  private void clear(String what, PairId pair) {
    Map<String, String> alarms = standing.getOrDefault(pair, Map.of());
    if (alarms.containsKey(what)) {
      alarms.remove(what);
      LOG.infof("can %s again pair=%s", what, pair);
    }
  }

  /** What is said of a pair whose record this version cannot read. */
  public static String unreadable(Exception e) {
    String why = String.valueOf(e.getMessage());
    return "%s%s. Nothing is done on this pair by this control plane; one of the version that wrote it can."
        .formatted(why.substring(0, 1).toUpperCase(Locale.ROOT), why.substring(1));
  }
}
