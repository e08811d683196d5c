package dev.baton.agent.http;

import dev.baton.agent.order.JournalEntry;
import dev.baton.protocol.Refusal;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.UrlRedactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to one HTTP call; leaves this host without what was typed into URLs as a secret. */
record HttpAnswer(int status, Map<String, Object> body) {

  HttpAnswer {
    body = redacted(body);
  }

  private static Map<String, Object> redacted(Map<?, ?> given) {
    Map<String, Object> body = new LinkedHashMap<>();
    given.forEach((name, value) -> body.put(String.valueOf(name), redacted(value)));
    return body;
  }

  private static Object redacted(Object value) {
    return switch (value) {
      case String text -> UrlRedactor.redact(text);
      case Map<?, ?> map -> redacted(map);
      case List<?> list -> list.stream().map(HttpAnswer::redacted).toList();
      default -> value;
    };
  }

  static HttpAnswer ok(Map<String, Object> body) {
    return new HttpAnswer(200, body);
  }

  static HttpAnswer of(JournalEntry entry) {
    return new HttpAnswer(entry.ending().isPresent() ? 200 : 202, entry.report());
  }

  static HttpAnswer of(Refusal refusal) {
    Map<String, Object> body = new TreeMap<>();
    body.put("refusal", refusal.code().wireName());
    body.put("message", refusal.message());
    body.put("facts", new TreeMap<>(refusal.facts()));
    return new HttpAnswer(status(refusal.code()), body);
  }

  private static int status(RefusalCode code) {
    return switch (code) {
      case MALFORMED -> 400;
      case NOT_ALLOWED, NOT_IN_POLICY -> 403;
      case UNKNOWN_ACTION, UNKNOWN_ID -> 404;
      case JOURNAL_UNWRITABLE -> 507;
      default -> 409;
    };
  }
}
