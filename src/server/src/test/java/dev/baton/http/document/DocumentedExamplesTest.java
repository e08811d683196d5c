package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.Checkout;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every body in the document has an example, and each fits what the document says of it. */
@QuarkusTest
class DocumentedExamplesTest {

  private static final String FOLDER = "src/server/src/main/resources/api-examples";

  private ServedDocument document;

  @BeforeEach
  void read() throws IOException {
    document = ServedDocument.read();
  }

  @Test
  void everyBodyHasOneThatFits() {
    List<String> faults = new ArrayList<>();

    for (DocumentedCall call : document.calls()) {
      JsonNode request = call.operation().path("requestBody").path("content");
      check(call.id(), request, faults);
      for (var answer : call.operation().path("responses").properties()) {
        check(
            call.id() + " " + answer.getKey(),
            document.resolved(answer.getValue()).path("content"),
            faults);
      }
    }

    assertThat(faults).isEmpty();
  }

  private void check(String place, JsonNode content, List<String> faults) {
    for (var body : content.properties()) {
      JsonNode examples = body.getValue().path("examples");
      if (examples.isEmpty()) {
        faults.add(place + " has no example");
      }
      for (JsonNode example : examples) {
        SchemaCheck.faults(
                document, body.getValue().path("schema"), document.resolved(example).path("value"))
            .forEach(fault -> faults.add(place + ": " + fault));
      }
    }
  }

  @Test
  void everyFileIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    document.root().path("components").path("examples").fieldNames().forEachRemaining(used::add);

    try (Stream<Path> files = Files.list(Checkout.file(FOLDER))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("\\.\\w+$", "")))
          .containsExactlyInAnyOrderElementsOf(used);
    }
  }

  @Test
  void whatDoesNotFitIsFound() throws IOException {
    JsonNode schema = document.schemas().path("PairRegistration");

    assertThat(
            SchemaCheck.faults(
                document,
                schema,
                new ObjectMapper()
                    .readTree(
                        """
                        {"pair": "CI", "home": 5, "sites": [{"name": "east"}], "colour": "red"}
                        """)))
        .anyMatch(fault -> fault.startsWith("/pair does not fit"))
        .anyMatch(fault -> fault.startsWith("/home is no string"))
        .anyMatch(fault -> fault.startsWith("/sites has 1 items"))
        .anyMatch(fault -> fault.startsWith("/sites/0/database is missing"))
        .anyMatch(fault -> fault.startsWith("/colour is not in the document"))
        .anyMatch(fault -> fault.startsWith("/reason is missing"))
        .hasSize(6);
  }
}
