package dev.baton.bench;

import static dev.baton.bench.Goal.Direction.AT_LEAST;
import static dev.baton.bench.Goal.Direction.AT_MOST;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the record is held to, in the order in which it is measured. */
final class Goals {

  /** One caller, against the same bytes inserted into a table with the same indexes. */
  static final Goal APPEND_P50 = new Goal("append-p50", "ms", 1.3, AT_MOST);

  /** 64 callers, against 64 connections that insert the same bytes. */
  static final Goal APPEND_64 = new Goal("append-64", "events/s", 2, AT_LEAST);

  /** One caller on the large log, against one on the small log. */
  static final Goal APPEND_GROWTH = new Goal("append-growth", "ms", 1.2, AT_MOST);

  /** First pages of every documented query on the large log, none of which reads a table whole. */
  static final Goal QUERY_P99 = new Goal("query-p99", "ms", 50, AT_MOST);

  /** Exported events, against rows of a COPY of the whole table as CSV. */
  static final Goal EXPORT = new Goal("export", "events/s", 0.7, AT_LEAST);

  /** Verified events, against the same. */
  static final Goal VERIFY = new Goal("verify", "events/s", 0.9, AT_LEAST);

  /** From the start of the process to the next step of an interrupted operation. */
  static final Goal RESUME = new Goal("resume", "s", 3, AT_MOST);

  /** Time without a commit on either database, against a bare stop and promotion. */
  static final Goal GRACEFUL_WRITE_GAP = new Goal("graceful-write-gap", "ms", 1.2, AT_MOST);

  /** Time without a row through the address, against a bare stop, promotion and boot. */
  static final Goal GRACEFUL_SERVICE_GAP = new Goal("graceful-service-gap", "ms", 1.15, AT_MOST);

  /** From the call to the first row through the address, against a bare promotion and boot. */
  static final Goal FORCED_SERVICE = new Goal("forced-service", "ms", 1.3, AT_MOST);

  /** From a fault to its being in status and stream; the 99th percentile. */
  static final Goal FAULT_VISIBLE = new Goal("fault-visible", "s", 2, AT_MOST);

  /** A cleanly stopped primary streams again, against a bare restart as standby. */
  static final Goal REJOIN_FOLLOW = new Goal("rejoin-follow", "ms", 1.3, AT_MOST);

  /** From the call to the killed primary streaming again, against a bare pg_rewind and start. */
  static final Goal REJOIN_REWIND = new Goal("rejoin-rewind", "ms", 1.3, AT_MOST);

  static final List<Goal> OF_LOG =
      List.of(APPEND_P50, APPEND_64, APPEND_GROWTH, QUERY_P99, EXPORT, VERIFY, RESUME);

  static final List<Goal> OF_SWITCHOVER =
      List.of(
          GRACEFUL_WRITE_GAP,
          GRACEFUL_SERVICE_GAP,
          FORCED_SERVICE,
          FAULT_VISIBLE,
          REJOIN_FOLLOW,
          REJOIN_REWIND);

  private static final Map<String, Goal> ALL =
      Stream.concat(OF_LOG.stream(), OF_SWITCHOVER.stream())
          .collect(Collectors.toMap(Goal::name, goal -> goal, (a, b) -> a, LinkedHashMap::new));

  private Goals() {}

  static List<String> names(List<Goal> goals) {
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
