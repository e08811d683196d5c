package dev.baton.agent.policy;

import static dev.baton.ReferenceTable.code;

import dev.baton.ReferenceTable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of policy keys to {@link PolicyKey}. */
class PolicyPageTest {

  @Test
  void thePageHasEveryKeyOfAPolicyFile() throws IOException {
    List<List<String>> rows =
        Stream.of(PolicyKey.values())
            .map(key ->
                List.of(
                    code(key.text()),
                    key.part().name().toLowerCase(Locale.ROOT),
                    key.optional() || key.part() == PolicyKey.Part.FILES ? "no" : needed(key),
                    key.form().words().replace("|", "\\|"),
                    key.meaning()))
            .toList();

    ReferenceTable.hold("docs/policy.md", "policy keys", rows);
  }

  private static String needed(PolicyKey key) {
    if (key.part() == PolicyKey.Part.AGENT) {
      return "always";
    }
    return PolicyKey.opening(key.part()).filter(key::equals).isPresent()
        ? "opens the part"
        : "with the part";
  }
}
