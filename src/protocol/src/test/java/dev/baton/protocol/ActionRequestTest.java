package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActionRequestTest {

  private static final ActionRequest REQUEST =
      new ActionRequest(
          ActionType.POSTGRES_STOP,
          new InstallationId("11111111-2222-4333-8444-555555555555"),
          "ci",
          4,
          2,
          9,
          "replica-1",
          "session-1",
          Duration.ofSeconds(60),
          Map.of("inRecovery", "false"),
          Map.of("mode", "fast"),
          "op-1",
          "stop-database",
          "alice");

  @Test
  void comesBackFromItsWireForm() {
    ActionRequest again = ActionRequest.fromMap(Json.readObject(Json.write(REQUEST.toMap())));

    assertThat(again).isEqualTo(REQUEST);
    assertThat(again.digest()).isEqualTo(REQUEST.digest()).hasSize(64);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        arguments("epoch", "four", "'epoch' must be a whole number"),
        arguments("epoch", -1L, "'epoch' must be a whole number of at least 0"),
        arguments("term", 0L, "'term' must be a whole number of at least 1"),
        arguments("timeoutMs", 0L, "'timeoutMs' must be a whole number of at least 1"),
        arguments("installation", "ours", "'ours' is no id of an installation"),
        arguments("scope", 1L, "'scope' must be text"),
        arguments("params", "fast", "'params' must be an object"),
        arguments("expect", Map.of("inRecovery", false), "'expect.inRecovery' must be text"),
        arguments("type", "postgres.drop", "no action named 'postgres.drop'"),
        arguments("force", "true", "unknown field [force]"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("damages")
  void namesTheFieldThatIsWrong(String field, Object value, String message) {
    Map<String, Object> map = REQUEST.toMap();
    map.put(field, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActionRequest.fromMap(Json.readObject(Json.write(map))))
        .withMessageContaining(message);
  }
}
