package dev.baton.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.Checkout;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed document is what clients are generated from, so the served one must be equal. */
@QuarkusTest
class OpenApiTest {

  private static final Path COMMITTED = Checkout.file("openapi/baton.yaml");
  private static final String HOW =
      "write it anew with: ./mvnw test -Dtest=OpenApiTest -Dopenapi.update=true";

  @Test
  void committedDocumentIsTheServedOne() throws IOException {
    String served = given().get("/q/openapi").asString();
    if (Boolean.getBoolean("openapi.update")) {
      Files.writeString(COMMITTED, served);
    }

    assertThat(COMMITTED).as(HOW).exists();
    assertThat(Files.readString(COMMITTED)).as(HOW).isEqualTo(served);
  }

  @Test
  void everyOperationHasANameASummaryAndItsProblems() throws IOException {
    List<String> faults = new ArrayList<>();

    for (JsonNode path : served().get("paths")) {
      for (JsonNode operation : operations(path)) {
        String id = operation.path("operationId").asText("an operation without operationId");
        if (operation.path("operationId").isMissingNode()) {
          faults.add(id + ": " + operation);
        }
        if (operation.path("summary").asText().isBlank()) {
          faults.add(id + ": no summary");
        }
        for (String status : List.of("400", "401", "403", "503")) {
          if (operation.path("responses").path(status).isMissingNode()) {
            faults.add(id + ": no answer " + status);
          }
        }
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void operationsAreNamedOnce() throws IOException {
    assertThat(served().get("paths").findValuesAsText("operationId")).doesNotHaveDuplicates();
  }

  @Test
  void everyChangeAsksForTheIdempotencyKey() throws IOException {
    for (var entry : served().get("paths").properties()) {
      JsonNode path = entry.getValue();
      if (path.has("post") && !entry.getKey().endsWith("/prechecks")) {
        assertThat(path.get("post").get("parameters").findValuesAsText("$ref"))
            .contains("#/components/parameters/IdempotencyKey");
      }
    }
  }

  @Test
  void nothingIsNullableOrClosedToNewValues() throws IOException {
    JsonNode served = served();

    assertThat(served.findValues("nullable")).isEmpty();
    assertThat(served.findValues("enum")).isEmpty();
    assertThat(served.get("openapi").asText()).isEqualTo("3.0.3");
  }

  private static JsonNode served() throws IOException {
    return new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
  }

  private static List<JsonNode> operations(JsonNode path) {
    List<JsonNode> operations = new ArrayList<>();
    for (String method : List.of("get", "post", "put", "delete")) {
      if (path.has(method)) {
        operations.add(path.get(method));
      }
    }
    return operations;
  }
}
