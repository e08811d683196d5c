package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.http.ProblemType;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the document says of answers: each that can come, with what is in it. */
@QuarkusTest
class DocumentedAnswersTest {

  private static final String PROBLEM = "#/components/schemas/Problem";

  /** Whatever a call is about. */
  private static final Set<String> ALWAYS =
      Set.of("400", "401", "403", "405", "406", "414", "431", "500", "503");

  private ServedDocument document;

  @BeforeEach
  void read() throws IOException {
    document = ServedDocument.read();
  }

  @Test
  void everyCallHasEveryStatusThatItsShapeAllows() {
    List<String> wrong = new ArrayList<>();

    for (DocumentedCall call : document.calls()) {
      Set<String> expected = new TreeSet<>(ALWAYS);
      boolean named = call.path().contains("{");
      boolean changing = call.method().equals("POST") && !call.path().endsWith("/prechecks");
      if (named) {
        expected.add("404");
      }
      if (changing || call.path().contains("{pair}") || call.path().contains("{operation}")) {
        expected.add("409");
      }
      if (changing) {
        expected.add("422");
      }
      if (changing && named) {
        expected.addAll(Set.of("412", "423"));
      }
      if (call.operation().has("requestBody")) {
        expected.addAll(Set.of("413", "415"));
      }
      if (Set.of("approveOperation", "skipStep", "escalateOperation", "retirePair")
          .contains(call.id())) {
        expected.add("428");
      }
      Set<String> told = new TreeSet<>();
      call.operation().path("responses").fieldNames().forEachRemaining(told::add);
      told.removeIf(status -> status.startsWith("2"));
      if (!told.equals(expected)) {
        wrong.add("%s: %s and not %s".formatted(call, told, expected));
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyAnswerButAGoodOneIsAProblem() {
    List<String> wrong = new ArrayList<>();

    for (DocumentedCall call : document.calls()) {
      for (var answer : call.operation().path("responses").properties()) {
        JsonNode content = document.resolved(answer.getValue()).path("content");
        boolean problem =
            PROBLEM.equals(
                content.path("application/problem+json").path("schema").path("$ref").asText());
        if (answer.getKey().startsWith("2") == problem || content.isEmpty()) {
          wrong.add(call + ": " + answer.getKey());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyStatusOfAProblemIsInTheDocument() {
    Set<String> told = new TreeSet<>();
    for (JsonNode answer : document.root().path("components").path("responses")) {
      Stream.of(ProblemType.values())
          .map(ProblemType::uri)
          .filter(uri -> (answer.path("description").asText() + ",").contains(uri + ","))
          .forEach(told::add);
    }

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemType.values()).map(ProblemType::uri).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"startSwitchover", "startRecovery", "startDrill", "startPrune"})
  void startIsAnOperationAndItsValidationAPlan(String id) {
    DocumentedCall start = document.call(id);

    assertThat(schema(start, 202)).isEqualTo("#/components/schemas/OperationView");
    assertThat(schema(start, 200)).isEqualTo("#/components/schemas/PlanView");
    assertThat(document.answer(start, 202).path("description").asText()).contains("Location");
  }

  @Test
  void goodAnswersNameTheirHeaders() {
    assertThat(headers("getPair", 200)).containsExactlyInAnyOrder("X-Request-Id", "ETag");
    assertThat(headers("listPairs", 200)).containsExactly("X-Request-Id");
    assertThat(headers("registerPair", 201))
        .containsExactlyInAnyOrder("X-Request-Id", "ETag", "Location");
    assertThat(headers("registerHost", 200)).containsExactlyInAnyOrder("X-Request-Id", "Location");
    assertThat(headers("registerHost", 201)).containsExactlyInAnyOrder("X-Request-Id", "Location");
    assertThat(headers("startDrill", 202))
        .containsExactlyInAnyOrder("X-Request-Id", "ETag", "Location", "Retry-After");
    assertThat(headers("startDrill", 200)).containsExactly("X-Request-Id");
    assertThat(headers("stopEverything", 202))
        .containsExactlyInAnyOrder("X-Request-Id", "Retry-After");
    assertThat(headers("streamEvents", 200)).containsExactly("X-Request-Id");
  }

  @Test
  void problemsNameTheirHeaders() {
    assertThat(headers("registerHost", 400)).containsExactly("X-Request-Id");
    assertThat(headers("registerHost", 401))
        .containsExactlyInAnyOrder("X-Request-Id", "WWW-Authenticate");
    assertThat(headers("registerHost", 405)).containsExactlyInAnyOrder("X-Request-Id", "Allow");
    assertThat(headers("registerHost", 409))
        .containsExactlyInAnyOrder("X-Request-Id", "Retry-After");
    assertThat(headers("registerHost", 503))
        .containsExactlyInAnyOrder("X-Request-Id", "Retry-After");
  }

  @Test
  void whoeverMustSayWhatItSawIsToldSo() {
    for (DocumentedCall call : document.calls()) {
      boolean required =
          document.parameters(call).stream()
              .anyMatch(parameter ->
                  parameter.path("name").asText().equals("If-Match")
                      && parameter.path("required").asBoolean());

      assertThat(required)
          .as(call.toString())
          .isEqualTo(call.operation().path("responses").has("428"));
    }
  }

  private String schema(DocumentedCall call, int status) {
    return document
        .answer(call, status)
        .path("content")
        .path("application/json")
        .path("schema")
        .path("$ref")
        .asText();
  }

  private Set<String> headers(String id, int status) {
    Set<String> names = new TreeSet<>();
    document
        .answer(document.call(id), status)
        .path("headers")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }
}
