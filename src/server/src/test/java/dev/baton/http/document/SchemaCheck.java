package dev.baton.http.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds JSON to a schema of the document, as far as the document uses JSON Schema. Fields that the
 * schema does not have are faults: what is answered has to be in the document.
 */
public final class SchemaCheck {

  private final ServedDocument document;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(ServedDocument document) {
    this.document = document;
  }

  /** What does not fit, each with its place; empty when everything does. */
  public static List<String> faults(ServedDocument document, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(document);
    check.check("", schema, value);
    return check.faults;
  }

  private void check(String place, JsonNode schema, JsonNode value) {
    List<JsonNode> parts = new ArrayList<>();
    collect(schema, parts);
    for (JsonNode part : parts) {
      checkType(place, part, value);
    }
    if (value.isObject()) {
      checkKnown(place, parts, value);
    }
  }

  /** The schema and all that it is made of. */
  private void collect(JsonNode schema, List<JsonNode> parts) {
    JsonNode resolved = document.resolved(schema);
    parts.add(resolved);
    for (JsonNode part : resolved.path("allOf")) {
      collect(part, parts);
    }
  }

  private void checkKnown(String place, List<JsonNode> parts, JsonNode value) {
    Set<String> known = new TreeSet<>();
    boolean open = false;
    for (JsonNode part : parts) {
      part.path("properties").fieldNames().forEachRemaining(known::add);
      open |= part.path("additionalProperties").isObject();
    }
    if (!open && !known.isEmpty()) {
      value
          .fieldNames()
          .forEachRemaining(name -> {
            if (!known.contains(name)) {
              faults.add(place + "/" + name + " is not in the document");
            }
          });
    }
  }

  private void checkType(String place, JsonNode schema, JsonNode value) {
    boolean fits =
        switch (schema.path("type").asText()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> !value.isNull();
        };
    if (!fits) {
      faults.add("%s is no %s: %s".formatted(place, schema.path("type").asText(), value));
    } else if (value.isObject()) {
      checkObject(place, schema, value);
    } else if (value.isArray()) {
      checkArray(place, schema, value);
    } else if (value.isTextual()) {
      checkText(place, schema, value.asText());
    } else if (value.isNumber()) {
      checkNumber(place, schema, value.asLong());
    }
  }

  private void checkObject(String place, JsonNode schema, JsonNode value) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        faults.add(place + "/" + name.asText() + " is missing");
      }
    }
    JsonNode properties = schema.path("properties");
    for (var field : value.properties()) {
      JsonNode own = properties.path(field.getKey());
      JsonNode other = schema.path("additionalProperties");
      if (!own.isMissingNode()) {
        check(place + "/" + field.getKey(), own, field.getValue());
      } else if (other.isObject()) {
        check(place + "/" + field.getKey(), other, field.getValue());
      }
    }
  }

  private void checkArray(String place, JsonNode schema, JsonNode value) {
    if (value.size() < schema.path("minItems").asInt(0)
        || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
      faults.add("%s has %d items".formatted(place, value.size()));
    }
    if (schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(place + "/" + i, schema.get("items"), value.get(i));
      }
    }
  }

  private void checkText(String place, JsonNode schema, String text) {
    int length = text.codePointCount(0, text.length());
    if (length < schema.path("minLength").asInt(0)
        || length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      faults.add("%s has %d characters".formatted(place, length));
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(text).find()) {
      faults.add("%s does not fit its pattern: %s".formatted(place, text));
    }
    if (schema.path("format").asText().equals("date-time") && !isTime(text)) {
      faults.add("%s is no time: %s".formatted(place, text));
    }
  }

  private void checkNumber(String place, JsonNode schema, long number) {
    if (number < schema.path("minimum").asLong(Long.MIN_VALUE)
        || number > schema.path("maximum").asLong(Long.MAX_VALUE)) {
      faults.add("%s is %d".formatted(place, number));
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
