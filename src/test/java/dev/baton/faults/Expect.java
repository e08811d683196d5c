package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.Api;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a scenario expects of its own, on top of what the judge demands of all. */
final class Expect {

  private Expect() {}

  /** A word alone, or with a move that must be open then: {@code PAUSED(escalate)}. */
  static void outcome(Stage stage, List<String> outcomes) {
    JsonNode settled = stage.awaitSettled();
    String state = settled.path("state").asText();
    List<String> found =
        Stream.concat(
                Stream.of(state),
                StreamSupport.stream(settled.path("moves").spliterator(), false)
                    .map(move -> "%s(%s)".formatted(state, move.asText())))
            .toList();
    assertThat(found).as(settled.toPrettyString()).containsAnyElementsOf(outcomes);
  }

  static void refused(Stage stage, String problem) {
    Api.Answer answer = stage.answered();
    assertThat(answer.is(problem)).as(answer.problem()).isTrue();
  }

  static void primary(Stage stage, String site) {
    assertThat(stage.ground().status().path("primary").asText()).isEqualTo(site);
  }

  static void step(Stage stage, String step, String state) {
    JsonNode seen = stage.operation();
    assertThat(Stage.step(seen, step).path("state").asText())
        .as(seen.toPrettyString())
        .isEqualTo(state);
  }

  /** Somewhere in the operation's own words. */
  static void words(Stage stage, String words) {
    JsonNode seen = stage.operation();
    assertThat(seen.toString()).as(seen.toPrettyString()).containsIgnoringCase(words);
  }
}
