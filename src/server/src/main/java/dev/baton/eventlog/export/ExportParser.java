package dev.baton.eventlog.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.export.ExportLine.End;
import dev.baton.eventlog.export.ExportLine.EventLine;
import dev.baton.eventlog.export.ExportLine.Header;
import dev.baton.eventlog.export.ExportLine.Signed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads lines of an export; strictly, because whoever made the file may want to be misread. */
final class ExportParser {

  private static final JsonMapper JSON =
      Checkpoint.JSON.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Map<String, EventColumn> COLUMNS =
      Arrays.stream(EventColumn.values())
          .collect(Collectors.toMap(EventColumn::jsonName, Function.identity()));

  private ExportParser() {}

  static ExportLine parse(String line) throws BrokenLineException {
    JsonNode json = json(line);
    if (json.has("header")) {
      return only(json, "header", Header.class);
    }
    if (json.has("checkpoint")) {
      return new Signed(only(json, "checkpoint", Checkpoint.class));
    }
    if (json.has("end")) {
      return only(json, "end", End.class);
    }
    return new EventLine(event(json));
  }

  private static JsonNode json(String line) throws BrokenLineException {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new BrokenLineException("is not JSON: " + e.getOriginalMessage());
    }
    throw new BrokenLineException("is not a JSON object");
  }

  private static <T> T only(JsonNode json, String name, Class<T> type) throws BrokenLineException {
    if (json.size() > 1) {
      throw new BrokenLineException("has more than its %s".formatted(name));
    }
    try {
      return JSON.treeToValue(json.get(name), type);
    } catch (JsonProcessingException e) {
      throw new BrokenLineException(
          "holds no %s that can be used: %s".formatted(name, e.getOriginalMessage()));
    }
  }

  private static EventRow event(JsonNode json) throws BrokenLineException {
    var texts = new EnumMap<EventColumn, String>(EventColumn.class);
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      EventColumn column = COLUMNS.get(field.getKey());
      if (column == null) {
        throw new BrokenLineException(
            "has a field '%s' that no event has".formatted(field.getKey()));
      }
      texts.put(column, text(column, field.getValue()));
    }
    for (EventColumn column : EventColumn.values()) {
      if (!texts.containsKey(column) && !EventColumn.OPTIONAL.contains(column)) {
        throw new BrokenLineException("lacks the field '%s'".formatted(column.jsonName()));
      }
    }
    try {
      return new EventRow(texts);
    } catch (IllegalArgumentException e) {
      throw new BrokenLineException("is not usable: " + e.getMessage());
    }
  }

  private static String text(EventColumn column, JsonNode value) throws BrokenLineException {
    boolean number = column.kind() == EventColumn.ColumnType.NUMBER;
    if (number ? value.isIntegralNumber() && value.canConvertToLong() : value.isTextual()) {
      return value.asText();
    }
    throw new BrokenLineException(
        "has a field '%s' that is not %s"
            .formatted(column.jsonName(), number ? "a whole number" : "text"));
  }
}
