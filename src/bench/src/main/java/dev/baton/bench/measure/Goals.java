package dev.baton.bench.measure;

import static dev.baton.bench.measure.Goal.Direction.AT_LEAST;
import static dev.baton.bench.measure.Goal.Direction.AT_MOST;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The goals of all benchmarks, in the order in which they are measured. */
public final class Goals {

  /** One caller, against the same bytes inserted into a table with the same indexes. */
  public static final Goal APPEND_P50 = new Goal("append-p50", "ms", 1.3, AT_MOST);

  /** 64 callers, against 64 connections that insert the same bytes. */
  public static final Goal APPEND_64 = new Goal("append-64", "events/s", 2, AT_LEAST);

  /** One caller on the large log, against one on the small log. */
  public static final Goal APPEND_GROWTH = new Goal("append-growth", "ms", 1.2, AT_MOST);

  /** First pages of every documented query on the large log, none of which reads a table whole. */
  public static final Goal QUERY_P99 = new Goal("query-p99", "ms", 50, AT_MOST);

  /** Exported events, against rows of a COPY of the whole table as CSV. */
  public static final Goal EXPORT = new Goal("export", "events/s", 0.7, AT_LEAST);

  /** Verified events, against the same. */
  public static final Goal VERIFY = new Goal("verify", "events/s", 0.9, AT_LEAST);

  /** From the start of the process to the next step of an interrupted operation. */
  public static final Goal RESUME = new Goal("resume", "s", 3, AT_MOST);

  /** Processor time of a start on a log of 400,000 events, against one on a log of next to none. */
  public static final Goal START = new Goal("start", "s", 1.1, AT_MOST);

  /** Events a second of a rebuild of the tables, in a heap of 128 MB. */
  public static final Goal REBUILD = new Goal("rebuild", "events/s", 2_000, AT_LEAST);

  /** Time without a commit on either database, against a bare stop and promotion. */
  public static final Goal GRACEFUL_WRITE_GAP = new Goal("graceful-write-gap", "ms", 1.2, AT_MOST);

  /** From the close to a row through the address, against a bare stop, promotion and boot. */
  public static final Goal GRACEFUL_SERVICE_GAP =
      new Goal("graceful-service-gap", "ms", 1.15, AT_MOST);

  /** From the last row before the drain to the close, against what has to be watched (S16). */
  public static final Goal GRACEFUL_DRAINED = new Goal("graceful-drained", "ms", 1.15, AT_MOST);

  /** From the call to the first row through the address, against a bare promotion and boot. */
  public static final Goal FORCED_SERVICE = new Goal("forced-service", "ms", 1.3, AT_MOST);

  /** From a fault to its being in status and stream; the 99th percentile. */
  public static final Goal FAULT_VISIBLE = new Goal("fault-visible", "s", 2, AT_MOST);

  /** A cleanly stopped primary streams again, against a bare restart as standby. */
  public static final Goal REJOIN_FOLLOW = new Goal("rejoin-follow", "ms", 1.3, AT_MOST);

  /** From the call to the killed primary streaming again, against a bare pg_rewind and start. */
  public static final Goal REJOIN_REWIND = new Goal("rejoin-rewind", "ms", 1.3, AT_MOST);

  /** From the order to end until the pair is ready, among strangers, against the same without. */
  public static final Goal CONTROL_PLANE_RESTART =
      new Goal("control-plane-restart", "s", 1.2, AT_MOST);

  /** From kill -9 until the new agent is seen, in the same way. */
  public static final Goal AGENT_RESTART = new Goal("agent-restart", "s", 1.2, AT_MOST);

  /** From the call to the end of the operation, in the same way. */
  public static final Goal SWITCHOVER = new Goal("switchover", "s", 1.2, AT_MOST);

  public static final List<Goal> OF_LOG =
      List.of(
          APPEND_P50, APPEND_64, APPEND_GROWTH, QUERY_P99, EXPORT, VERIFY, RESUME, START, REBUILD);

  public static final List<Goal> OF_SWITCHOVER =
      List.of(
          GRACEFUL_WRITE_GAP,
          GRACEFUL_SERVICE_GAP,
          GRACEFUL_DRAINED,
          FORCED_SERVICE,
          FAULT_VISIBLE,
          REJOIN_FOLLOW,
          REJOIN_REWIND);

  public static final List<Goal> OF_STRANGERS =
      List.of(CONTROL_PLANE_RESTART, AGENT_RESTART, SWITCHOVER);

  private static final Map<String, Goal> ALL =
      Stream.of(OF_LOG, OF_SWITCHOVER, OF_STRANGERS)
          .flatMap(List::stream)
          .collect(Collectors.toMap(Goal::name, goal -> goal, (a, b) -> a, LinkedHashMap::new));

  private Goals() {}

  public static List<String> names(List<Goal> goals) {
    return goals.stream().map(Goal::name).toList();
  }

  static Goal of(String name) {
    Goal goal = ALL.get(name);
    if (goal == null) {
      throw new IllegalArgumentException("nothing is measured under the name " + name);
    }
    return goal;
  }
}
