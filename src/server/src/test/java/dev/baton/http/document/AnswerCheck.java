package dev.baton.http.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds an answer to what the document says of it: status, media type, headers and body. */
final class AnswerCheck {

  /** A class by its full name, an exception by any, or a line of a stack trace. */
  private static final Pattern JAVA =
      Pattern.compile(
          "\\b[a-z]\\w*(?:\\.[a-z]\\w*)+\\.[A-Z]\\w+|\\b\\w+Exception\\b|\\bat [a-z]\\w*\\.\\w");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> JSON_TYPES =
      Set.of("application/json", "application/problem+json");

  private final ServedDocument document;

  AnswerCheck(ServedDocument document) {
    this.document = document;
  }

  /**
   * What came back.
   *
   * @param headers by name in lower case, the first value of each
   * @param body empty where it was not read, because it has no end
   */
  record Reply(int status, Map<String, String> headers, Optional<String> body) {

    String mediaType() {
      return headers.getOrDefault("content-type", "").replaceAll("\\s*;.*", "");
    }
  }

  /** What is not as it should be; empty when all is. */
  List<String> faults(DocumentedCall call, Reply reply) {
    List<String> faults = new ArrayList<>();
    JsonNode answer = document.answer(call, reply.status());
    if (reply.status() >= 500) {
      faults.add("is a failure of ours");
    }
    if (answer.isMissingNode()) {
      faults.add("has a status that is not in the document");
      return faults;
    }
    for (var header : answer.path("headers").properties()) {
      boolean always = document.resolved(header.getValue()).path("required").asBoolean();
      if (always && !reply.headers().containsKey(lower(header.getKey()))) {
        faults.add("lacks the header " + header.getKey());
      }
    }
    JsonNode body = answer.path("content").path(reply.mediaType());
    if (body.isMissingNode()) {
      faults.add("has a media type that is not in the document: '%s'".formatted(reply.mediaType()));
    }
    reply.body().ifPresent(text -> check(reply, body.path("schema"), text, faults));
    return faults;
  }

  private void check(Reply reply, JsonNode schema, String text, List<String> faults) {
    if (text.isBlank()) {
      faults.add("has no body");
      return;
    }
    if (JSON_TYPES.contains(reply.mediaType())) {
      try {
        JsonNode value = JSON.readTree(text);
        faults.addAll(SchemaCheck.faults(document, schemaOf(reply, schema, value), value));
        if (reply.status() >= 400 && value.path("status").asInt() != reply.status()) {
          faults.add("names another status than it has");
        }
      } catch (JsonProcessingException e) {
        faults.add("is no JSON");
      }
    }
    Matcher java = JAVA.matcher(text);
    if (reply.status() >= 400 && java.find()) {
      faults.add("shows what it is made of: " + java.group());
    }
  }

  /** Of a problem, the one of its type. */
  private JsonNode schemaOf(Reply reply, JsonNode schema, JsonNode value) {
    if (reply.status() >= 400) {
      for (JsonNode type : document.root().path("x-problem-types")) {
        if (type.path("type").equals(value.path("type"))) {
          return type.path("schema");
        }
      }
    }
    return schema;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
