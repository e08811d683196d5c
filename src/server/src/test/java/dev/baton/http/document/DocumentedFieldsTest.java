package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.PairId;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SwitchoverMode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the document says of fields and parameters is what the code holds them to. */
@QuarkusTest
class DocumentedFieldsTest {

  private ServedDocument document;

  @BeforeEach
  void read() throws IOException {
    document = ServedDocument.read();
  }

  @Test
  void whatMayNotBeNullIsAlwaysThere() {
    assertThat(required("OperationView"))
        .containsExactlyInAnyOrder(
            "operation",
            "pair",
            "kind",
            "from",
            "to",
            "state",
            "planHash",
            "term",
            "requestedBy",
            "requestedAt",
            "version",
            "moves",
            "exceptions",
            "steps");
    assertThat(required("Checkpoint")).hasSize(7);
    assertThat(required("PairStatus")).contains("pair", "hosts").doesNotContain("home", "version");
  }

  @Test
  void aBodyNeedsWhatItSays() {
    assertThat(required("SwitchoverRequest")).containsExactlyInAnyOrder("mode", "to", "reason");
    assertThat(required("StopRequest")).containsExactly("reason");
  }

  @Test
  void everyTextOfACallHasItsLimits() {
    List<String> unlimited = new ArrayList<>();

    for (DocumentedCall call : document.calls()) {
      JsonNode body = document.resolved(call.operation().path("requestBody"));
      texts(
          document.resolved(body.path("content").path("application/json").path("schema")),
          call.id(),
          text -> {
            if (!text.schema().has("maxLength") || !text.schema().has("pattern")) {
              unlimited.add(text.name());
            }
          });
      for (JsonNode parameter : document.parameters(call)) {
        JsonNode schema = parameter.path("schema");
        boolean header = parameter.path("in").asText().equals("header");
        if (isText(schema) && !header && !(schema.has("maxLength") && schema.has("minLength"))) {
          unlimited.add(call.id() + "?" + parameter.path("name").asText());
        }
      }
    }

    assertThat(unlimited).isEmpty();
  }

  @Test
  void requiredTextSaysSomething() {
    assertThat(property("SwitchoverRequest", "reason").path("minLength").asInt()).isEqualTo(1);
    assertThat(property("SwitchoverRequest", "ticket").has("minLength")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "a", "a-1", "0", "-a", "a-", "A", "a_b", "a.b", "", "ä"})
  void namesAreThoseThatTheCodeTakes(String name) {
    String pattern = property("PairRegistration", "pair").path("pattern").asText();

    assertThat(name.matches(pattern)).isEqualTo(takes(() -> new PairId(name)));
    assertThat("a".repeat(63)).matches(pattern);
    assertThat("a".repeat(64)).doesNotMatch(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "unknown", "0", "16777216", "-1", "1.5", "any", "", "none "})
  void acceptedLossesAreThoseThatTheCodeTakes(String loss) {
    String pattern = property("SwitchoverRequest", "acceptDataLoss").path("pattern").asText();

    assertThat(loss.matches(pattern)).isEqualTo(takes(() -> AcceptedLoss.of(loss)));
  }

  static Stream<Arguments> choices() {
    List<String> modes = Stream.of(SwitchoverMode.values()).map(SwitchoverMode::word).toList();
    return Stream.of(
        arguments("SwitchoverRequest", "mode", modes),
        arguments("PrecheckRequest", "mode", modes),
        arguments(
            "PrecheckRequest",
            "operation",
            Stream.of(OperationKind.SWITCHOVER, OperationKind.RECOVERY, OperationKind.DRILL)
                .map(OperationKind::word)
                .toList()),
        arguments(
            "PairRegistration",
            "synchronousPolicy",
            Stream.of(SynchronousPolicy.values()).map(SynchronousPolicy::word).toList()),
        arguments(
            "RecoveryRequest",
            "rejoin",
            Stream.concat(
                    Stream.of("auto"),
                    Stream.of(RejoinKind.FOLLOW, RejoinKind.REWIND, RejoinKind.BASEBACKUP)
                        .map(RejoinKind::word))
                .toList()));
  }

  @ParameterizedTest(name = "{0}.{1}")
  @MethodSource("choices")
  void aChoiceTakesTheWordsOfTheCode(String schema, String field, List<String> words) {
    assertThat(property(schema, field).path("pattern").asText())
        .isEqualTo("^(" + String.join("|", words) + ")$");
  }

  @Test
  void everyTimeOfACallIsADateTime() {
    for (String field : List.of("notBefore", "notAfter")) {
      assertThat(property("RecoveryRequest", field).path("format").asText()).isEqualTo("date-time");
    }
    for (String name : List.of("from", "to")) {
      assertThat(parameter("listEvents", name).path("schema").path("format").asText())
          .isEqualTo("date-time");
    }
  }

  /** A text somewhere in a body, with where it is. */
  private record Text(String name, JsonNode schema) {}

  private void texts(JsonNode schema, String name, Consumer<Text> found) {
    if (isText(schema)) {
      found.accept(new Text(name, schema));
    }
    for (var property : schema.path("properties").properties()) {
      texts(document.resolved(property.getValue()), name + "." + property.getKey(), found);
    }
    if (schema.has("items")) {
      texts(document.resolved(schema.get("items")), name + "[]", found);
    }
    if (schema.path("additionalProperties").isObject()) {
      texts(document.resolved(schema.get("additionalProperties")), name + ".*", found);
    }
  }

  private static boolean isText(JsonNode schema) {
    return schema.path("type").asText().equals("string") && !schema.has("format");
  }

  private Set<String> required(String schema) {
    Set<String> names = new TreeSet<>();
    document.schemas().path(schema).path("required").forEach(name -> names.add(name.asText()));
    return names;
  }

  private JsonNode property(String schema, String field) {
    return document.resolved(document.schemas().path(schema).path("properties").path(field));
  }

  private JsonNode parameter(String call, String name) {
    return document.parameters(document.call(call)).stream()
        .filter(parameter -> parameter.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean takes(Supplier<?> made) {
    try {
      return made.get() != null;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }
}
