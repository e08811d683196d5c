package dev.baton.agent;

import dev.baton.action.Refusal;
import java.util.Map;
import java.util.TreeMap;

/** What one call is answered with. */
record Answer(int status, Map<String, Object> body) {

  static Answer ok(Map<String, Object> body) {
    return new Answer(200, body);
  }

  static Answer of(Entry entry) {
    return new Answer(entry.ending().isPresent() ? 200 : 202, entry.report());
  }

  static Answer of(Refusal refusal) {
    Map<String, Object> body = new TreeMap<>();
    body.put("refusal", refusal.code().wireName());
    body.put("message", refusal.message());
    body.put("facts", new TreeMap<>(refusal.facts()));
    return new Answer(status(refusal.code()), body);
  }

  private static int status(Refusal.Code code) {
    return switch (code) {
      case MALFORMED -> 400;
      case NOT_ALLOWED, NOT_IN_POLICY -> 403;
      case UNKNOWN_ACTION, UNKNOWN_ID -> 404;
      case STALE_EPOCH, STALE_TERM, STALE_SEQUENCE, STALE_SESSION -> 409;
      case PRECONDITION_FAILED, BUSY, ID_REUSED -> 409;
      case JOURNAL_UNWRITABLE -> 507;
    };
  }
}
