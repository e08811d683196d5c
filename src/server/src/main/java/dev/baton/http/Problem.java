package dev.baton.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An RFC 9457 problem: what was attempted, why not, and what to do next.
 *
 * @param kind gives type, title and status
 * @param detail names the thing and the next move; nothing internal
 * @param errors one per field at fault; may be empty
 * @param more extension members, beside the standard ones; may be empty
 */
public record Problem(
    ProblemType kind, String detail, List<FieldError> errors, Map<String, Object> more) {

  /** RFC 9457 section 3. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Seconds after which a passing problem may have passed. */
  static final int RETRY_AFTER = 5;

  /** What is wrong with one field of the request. */
  public record FieldError(String field, String detail) {}

  public Problem {
    errors = List.copyOf(errors);
    more = Map.copyOf(more);
  }

  public static Problem of(ProblemType kind, String detail) {
    return new Problem(kind, detail, List.of(), Map.of());
  }

  /** This problem with one extension member more, for example {@code operation}. */
  public Problem with(String member, Object value) {
    Map<String, Object> grown = new LinkedHashMap<>(more);
    grown.put(member, value);
    return new Problem(kind, detail, errors, grown);
  }

  /** This problem with one more field named. */
  public Problem at(String field, String fault) {
    List<FieldError> grown = new ArrayList<>(errors);
    grown.add(new FieldError(field, fault));
    return new Problem(kind, detail, grown, more);
  }

  /** The members in the order people read them. */
  public Map<String, Object> toMap(String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", kind.uri());
    members.put("title", kind.title());
    members.put("status", kind.status());
    members.put("detail", detail);
    members.put("requestId", requestId);
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    members.putAll(more);
    return members;
  }

  /** The whole answer. */
  public Response toResponse(String requestId) {
    Response.ResponseBuilder answer =
        Response.status(kind.status()).type(MEDIA_TYPE).entity(toMap(requestId));
    if (kind.passing()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
    return answer.build();
  }
}
