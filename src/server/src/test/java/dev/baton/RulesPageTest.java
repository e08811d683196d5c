package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.SafetyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/rules.md}, and what comments cite, to the rules. {@code ./mvnw test
 * -Dtest=RulesPageTest -Ddocs.update=true} writes the page anew.
 */
class RulesPageTest {

  private static final Path PAGE = Checkout.file("docs/rules.md");
  private static final Pattern CITED =
      Pattern.compile("(?:[(,] ?|^\\s*/?\\*\\*? )([SEL]\\d{1,2})(?=[),:])", Pattern.MULTILINE);

  @Test
  void thePageSaysWhatTheRulesAre() throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, page());
    }

    assertThat(Files.readString(PAGE))
        .as("write it anew with -Ddocs.update=true")
        .isEqualTo(page());
  }

  @Test
  void numbersHaveNoGaps() {
    assertThat(Arrays.stream(SafetyRule.values()).map(SafetyRule::name))
        .containsExactlyElementsOf(
            Stream.of(numbered("S", 19), numbered("E", 12), numbered("L", 13))
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void everyRuleIsOneSentence() {
    assertThat(SafetyRule.values())
        .allSatisfy(rule -> assertThat(rule.sentence()).matches("[A-Z][^.]*\\."));
  }

  /** A rule that nothing keeps yet must not look as if something did. */
  @Test
  void codeCitesOnlyRulesThatAreKept() {
    Map<String, SafetyRule> kept =
        Arrays.stream(SafetyRule.values())
            .filter(rule -> !rule.planned())
            .collect(Collectors.toMap(SafetyRule::name, rule -> rule));

    List<String> cited = cited();

    assertThat(cited).contains("S1", "S12", "E8").isSubsetOf(kept.keySet());
  }

  private static List<String> cited() {
    return SourceTree.sources().stream()
        .map(SourceTree::text)
        .flatMap(text -> CITED.matcher(text).results().map(found -> found.group(1)))
        .distinct()
        .toList();
  }

  private static List<String> numbered(String letter, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(n -> letter + n).toList();
  }

  private static String page() {
    return """
    # Rules

    What Baton holds itself to. Comments cite these rules by their numbers, and so do events: a
    `safety.overridden` names the rule that a person passed over. *Planned* means that nothing
    keeps the rule yet.

    This page is written from `SafetyRule` and held to it by a test.
    """
        + part("S", "Safety", "Never overridden by a general force.")
        + part("E", "Engine", "How an operation is carried out.")
        + part("L", "Event log", "What makes the log the one source of truth.");
  }

  private static String part(String letter, String title, String about) {
    return "\n## %s\n\n%s\n\n| rule | says |\n|---|---|\n".formatted(title, about)
        + Arrays.stream(SafetyRule.values())
            .filter(rule -> rule.name().startsWith(letter))
            .map(rule ->
                "| %s | %s%s |\n"
                    .formatted(rule.name(), rule.planned() ? "*Planned.* " : "", rule.sentence()))
            .collect(Collectors.joining());
  }
}
