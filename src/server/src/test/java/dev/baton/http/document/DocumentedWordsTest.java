package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document tells people everything once, and names nothing that a language names already. */
@QuarkusTest
class DocumentedWordsTest {

  /**
   * Types that are there without an import in Java, Kotlin, C#, Swift, TypeScript with a browser or
   * Python, and are likely names for ours.
   */
  private static final Set<String> TAKEN =
      Set.of(
          "Any",
          "Array",
          "Attribute",
          "Boolean",
          "Buffer",
          "Character",
          "Class",
          "Date",
          "Deprecated",
          "Document",
          "Enum",
          "Error",
          "Event",
          "Exception",
          "File",
          "Function",
          "Headers",
          "Integer",
          "Iterable",
          "List",
          "Location",
          "Long",
          "Map",
          "Module",
          "Node",
          "Notification",
          "Number",
          "Object",
          "Optional",
          "Override",
          "Package",
          "Plan",
          "Process",
          "Promise",
          "Range",
          "Record",
          "Request",
          "Response",
          "Result",
          "Set",
          "State",
          "Step",
          "String",
          "Symbol",
          "System",
          "Task",
          "Text",
          "Thread",
          "Type",
          "Unit",
          "View",
          "Void");

  private ServedDocument document;

  @BeforeEach
  void read() throws IOException {
    document = ServedDocument.read();
  }

  @Test
  void everyFieldIsDescribed() {
    List<String> silent = new ArrayList<>();

    for (var schema : document.schemas().properties()) {
      if (isSilent(schema.getValue())) {
        silent.add(schema.getKey());
      }
      for (var field : schema.getValue().path("properties").properties()) {
        if (isSilent(document.resolved(field.getValue()))) {
          silent.add(schema.getKey() + "." + field.getKey());
        }
      }
    }

    assertThat(silent).isEmpty();
  }

  @Test
  void everyCallAndEveryParameterIsDescribed() {
    List<String> silent = new ArrayList<>();

    for (DocumentedCall call : document.calls()) {
      if (isSilent(call.operation())) {
        silent.add(call.id());
      }
      for (JsonNode parameter : document.parameters(call)) {
        if (isSilent(parameter)) {
          silent.add(call.id() + "?" + parameter.path("name").asText());
        }
      }
    }

    assertThat(silent).isEmpty();
  }

  @Test
  void noSchemaHasTheNameOfATypeThatIsThereAlready() {
    assertThat(document.schemas().fieldNames()).toIterable().doesNotContainAnyElementsOf(TAKEN);
  }

  @Test
  void whoMadeItAndOnWhichTermsIsTold() {
    JsonNode info = document.root().path("info");

    assertThat(info.path("contact").path("name").asText()).isNotBlank();
    assertThat(info.path("license").path("name").asText()).isEqualTo("Apache-2.0");
    assertThat(info.path("license").path("url").asText()).startsWith("https://");
  }

  private static boolean isSilent(JsonNode told) {
    return told.path("description").asText().isBlank();
  }
}
