package dev.baton.cli;

import dev.baton.cli.StandIn.Reply;
import dev.baton.protocol.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Documents as a control plane answers them: the examples of the published document, with other
 * values where tests are about them.
 */
final class Answers {

  static final String OPERATION = "switchover-7km3q9xw2p";
  static final String HASH = "5f1c";

  private Answers() {}

  static Reply problem(int status, String slug, String title, String detail) {
    return problem(status, slug, title, detail, "");
  }

  /**
   * A problem with members of its own.
   *
   * @param more each with a comma before it
   */
  static Reply problem(int status, String slug, String title, String detail, String more) {
    return new Reply(
        status,
        "application/problem+json",
        """
        {"type":"/problems/%s","title":"%s","status":%d,"detail":"%s","requestId":"r-1"%s}\
        """
            .formatted(slug, title, status, detail, more));
  }

  static Reply accepted(String document) {
    return new Reply(202, StandIn.JSON, document);
  }

  static Reply text(String type, String body) {
    return new Reply(200, type, body);
  }

  /**
   * The example of that name.
   *
   * @param changes the members that are otherwise; those of an object one by one, a list as a whole
   */
  static String example(String name, String changes) {
    Map<String, @Nullable Object> example = Json.readObject(ApiShapes.published().example(name));
    change(example, Json.readObject(changes));
    return Json.write(example);
  }

  private static void change(
      Map<String, @Nullable Object> object, Map<String, @Nullable Object> changes) {
    for (Map.Entry<String, @Nullable Object> member : changes.entrySet()) {
      Object before = object.get(member.getKey());
      Object after = member.getValue();
      if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
        change(Json.object(before, member.getKey()), Json.object(after, member.getKey()));
      } else {
        object.put(member.getKey(), after);
      }
    }
  }

  /**
   * An operation, asked for at 08:00:00.
   *
   * @param more members, each with a comma before it
   */
  static String operation(String state, String more, String... steps) {
    return example(
        "OperationView",
        """
        {"operation":"%s","state":"%s","planHash":"%s","requestedAt":"2026-01-31T08:00:00Z",
        "version":17,"moves":["retry","abort"],"steps":[%s]%s}
        """
            .formatted(OPERATION, state, HASH, String.join(",", steps), more));
  }

  /** An operation that has ended ten seconds after it was asked for. */
  static String ended(String outcome, String... steps) {
    String more = ",\"outcome\":\"%s\",\"endedAt\":\"2026-01-31T08:00:10Z\"".formatted(outcome);
    return operation(outcome, more, steps);
  }

  /**
   * A step that was begun.
   *
   * @param more members, each with a comma before it
   */
  static String step(String id, String phase, String state, String startedAt, String more) {
    return """
    {"id":"%s","name":"%s","phase":"%s","state":"%s","attempt":1,"startedAt":"%s"%s}\
    """
        .formatted(id, id.replaceAll("@.*", ""), phase, state, startedAt, more);
  }

  static String pending(String id, String phase) {
    return """
    {"id":"%s","name":"%s","phase":"%s","state":"PENDING","attempt":0}\
    """
        .formatted(id, id.replaceAll("@.*", ""), phase);
  }

  /** A report of an operation whose service was away for that long. */
  static String report(long gapMs) {
    return example("OperationReport", "{\"serviceGap\":{\"ms\":%d}}".formatted(gapMs));
  }

  /**
   * A pair that is not ready for a switchover.
   *
   * @param more members, each with a comma before it
   */
  static String pair(String more) {
    return example(
        "PairStatus",
        """
        {"hosts":[{"host":"east-db","site":"east","roles":["database"],"agent":"up",
        "since":"2026-01-31T07:00:00Z","stale":false},
        {"host":"west-db","site":"west","roles":["database"],"agent":"unreachable",
        "since":"2026-01-31T07:30:00Z","stale":true,"why":"no answer since 07:30"}],
        "replication":{"lagBytes":2500000,"lagSeconds":4},
        "sync":[{"item":"config","state":"OUT_OF_SYNC","since":"2026-01-31T07:40:00Z",
        "stale":false},
        {"item":"keys","state":"UNKNOWN","stale":true},
        {"item":"database","state":"IN_SYNC","since":"2026-01-31T07:00:00Z","stale":false}],
        "readiness":{"switchover":{"verdict":"NOT_READY","checks":[
        {"name":"replay lag","verdict":"NOT_READY","measured":"12 MB","limit":"1 MB",
        "remedy":"wait until it has replayed"},
        {"name":"agents","verdict":"READY","measured":"4 of 4","limit":"4","remedy":""}]}},
        "drift":["files differ: config"],"findings":["certificate of east-db ends soon"]%s}
        """
            .formatted(more));
  }

  static final String NOTHING_STOPPED =
      """
      {"stopped":false,"operations":[]}\
      """;

  static final String STOPPED =
      example(
          "StopView",
          """
          {"since":"2026-01-31T07:59:00Z","reason":"network work","operations":[]}
          """);

  static String plan() {
    return example("PlanView", "{\"planHash\":\"%s\"}".formatted(HASH));
  }

  /** One event of the log. */
  static String event(long seq) {
    return example("EventView", "{\"seq\":%d}".formatted(seq));
  }

  static String event(long seq, String type) {
    return example("EventView", "{\"seq\":%d,\"type\":\"%s\"}".formatted(seq, type));
  }

  static String events(String next, String... events) {
    return "{\"events\":[%s]%s}"
        .formatted(
            String.join(",", events), next.isEmpty() ? "" : ",\"next\":\"%s\"".formatted(next));
  }
}
