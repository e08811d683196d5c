package dev.baton.cli;

import dev.baton.cli.StandIn.Reply;

/** Documents as a control plane answers them. */
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
   * An operation, asked for at 08:00:00.
   *
   * @param more members, each with a comma before it
   */
  static String operation(String state, String more, String... steps) {
    return """
    {"operation":"%s","pair":"ci","kind":"switchover","mode":"graceful","from":"east","to":"west",
    "state":"%s","planHash":"%s","term":3,"requestedBy":"admin","reason":"kernel update",
    "requestedAt":"2026-01-31T08:00:00Z","version":17,"moves":["retry","abort"],"exceptions":[],
    "steps":[%s]%s}\
    """
        .formatted(OPERATION, state, HASH, String.join(",", steps), more);
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
    return """
    {"operation":"%s","pair":"ci","kind":"switchover","state":"SUCCEEDED",
    "serviceGap":{"from":"2026-01-31T08:00:02Z","to":"2026-01-31T08:00:05Z","ms":%d},
    "dataLoss":{"verdict":"ZERO"}}\
    """
        .formatted(OPERATION, gapMs);
  }

  /**
   * A pair that is ready.
   *
   * @param more members, each with a comma before it
   */
  static String pair(String more) {
    return """
    {"pair":"ci","state":"ACTIVE","bound":[],"home":"east","primary":"east","standby":"west",
    "term":3,"epoch":5,"version":41,"address":"10.77.0.100","sites":[],
    "hosts":[{"host":"east-db","site":"east","roles":["database"],"agent":"up",
    "since":"2026-01-31T07:00:00Z","stale":false},
    {"host":"west-db","site":"west","roles":["database"],"agent":"unreachable",
    "since":"2026-01-31T07:30:00Z","stale":true,"why":"no answer since 07:30"}],
    "service":{"state":"up"},
    "replication":{"state":"streaming","lagBytes":2500000,"lagSeconds":4},
    "sync":[{"item":"config","state":"OUT_OF_SYNC","since":"2026-01-31T07:40:00Z"},
    {"item":"database","state":"IN_SYNC","since":"2026-01-31T07:00:00Z"}],
    "readiness":{"switchover":{"verdict":"NOT_READY","checks":[
    {"name":"replay lag","verdict":"NOT_READY","measured":"12 MB","limit":"1 MB",
    "remedy":"wait until it has replayed"},
    {"name":"agents","verdict":"READY","measured":"4 of 4","limit":"4","remedy":""}]},
    "forced":{"verdict":"READY","checks":[]}},
    "drift":["files differ: config"],"alarms":[],"findings":["certificate of east-db ends soon"]%s}\
    """
        .formatted(more);
  }

  static final String NOTHING_STOPPED =
      """
      {"stopped":false,"operations":[]}\
      """;

  static final String STOPPED =
      """
      {"stopped":true,"by":"admin","since":"2026-01-31T07:59:00Z","reason":"network work",
      "recorded":true,"operations":[]}\
      """;

  static String plan() {
    return """
    {"pair":"ci","kind":"switchover","mode":"graceful","from":"east","to":"west","planHash":"%s",
    "steps":[{"id":"stop-database@east-db","name":"stop-database","host":"east-db",
    "phase":"close","nature":"ORDINARY","after":[],"params":{},
    "actions":[{"host":"east-db","action":"postgres.stop","params":{}}],
    "onRefusal":"ROLL_BACK","deadlineMs":10000,"expectedMs":1200}]}\
    """
        .formatted(HASH);
  }

  /** One event of the log. */
  static String event(long seq, String type) {
    return """
    {"seq":%d,"type":"%s","stream":"pair/ci","version":%d,"pair":"ci","actor":"admin",
    "occurredAt":"2026-01-31T08:00:00Z","recordedAt":"2026-01-31T08:00:01.5Z","data":{"a":1}}\
    """
        .formatted(seq, type, seq);
  }

  static String events(String next, String... events) {
    return "{\"events\":[%s]%s}"
        .formatted(
            String.join(",", events), next.isEmpty() ? "" : ",\"next\":\"%s\"".formatted(next));
  }
}
