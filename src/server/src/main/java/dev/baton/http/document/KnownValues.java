package dev.baton.http.document;

import dev.baton.eventlog.EventTypes;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Tells in words which values a text has so far, because generated enums fail on a value they do
 * not know. Long lists are taken from the code; short ones stand at their fields, and a test holds
 * them to the code.
 */
final class KnownValues {

  private static final List<String> CODES =
      Stream.of(RefusalCode.values()).map(RefusalCode::wireName).toList();

  /** Schema to field to its values. */
  private static final Map<String, Map<String, List<String>>> LONG =
      Map.of(
          "EventView", Map.of("type", List.copyOf(EventTypes.all().keySet())),
          "StepView", Map.of("code", CODES),
          "ReportAttempt", Map.of("code", CODES),
          "PlanViewAction",
              Map.of("action", Stream.of(ActionType.values()).map(ActionType::wireName).toList()));

  private KnownValues() {}

  static void describe(Map<String, Schema> schemas) {
    LONG.forEach((name, fields) -> {
      Schema schema = schemas.get(name);
      if (schema == null) {
        throw new IllegalStateException("no schema is named " + name);
      }
      fields.forEach((field, values) -> tell(schema.getProperties().get(field), values));
    });
  }

  /** Adds them to what is told of the field already. */
  static void tell(@Nullable Schema field, List<String> values) {
    if (field == null) {
      throw new IllegalStateException("no such field");
    }
    String words = "Known values: %s; others may come".formatted(String.join(", ", values));
    String told = field.getDescription();
    field.setDescription(told == null ? words : told + ". " + words);
  }
}
