package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a scenario expects of its own, on top of what the judge demands of all. */
final class Expect {

  private Expect() {}

  /** A word alone, or with a move that must be open then: {@code PAUSED(escalate)}. */
  static void outcome(ScenarioContext scenarioContext, List<String> outcomes) {
    JsonNode settled = scenarioContext.awaitSettled();
    String state = settled.path("state").asText();
    List<String> found =
        Stream.concat(
                Stream.of(state),
                StreamSupport.stream(settled.path("moves").spliterator(), false)
                    .map(move -> "%s(%s)".formatted(state, move.asText())))
            .toList();
    assertThat(found).as(settled.toPrettyString()).containsAnyElementsOf(outcomes);
  }

  static void refused(ScenarioContext scenarioContext, String problem) {
    Api.Answer answer = scenarioContext.answered();
    assertThat(answer.is(problem)).as(answer.problem()).isTrue();
  }

  static void primary(ScenarioContext scenarioContext, String site) {
    assertThat(scenarioContext.labFixture().status().path("primary").asText()).isEqualTo(site);
  }

  static void step(ScenarioContext scenarioContext, String step, String state) {
    JsonNode seen = scenarioContext.operation();
    assertThat(ScenarioContext.step(seen, step).path("state").asText())
        .as(seen.toPrettyString())
        .isEqualTo(state);
  }

  /** Somewhere in the operation's own words. */
  static void words(ScenarioContext scenarioContext, String words) {
    JsonNode seen = scenarioContext.operation();
    assertThat(seen.toString()).as(seen.toPrettyString()).containsIgnoringCase(words);
  }
}
