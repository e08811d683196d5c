package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.SourceTree;
import dev.baton.http.ProblemType;
import dev.baton.protocol.EvidenceKey;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each member that the code gives to a type of problem is in the document, and no other. */
@QuarkusTest
class ProblemMembersTest {

  /**
   * The type of a problem, or a member that is given to the one of which the type was named last.
   */
  private static final Pattern SAID =
      Pattern.compile(
          "ProblemType\\.([A-Z_]+)|\\.with\\(\\s*(?:\"(\\w+)\"|EvidenceKey\\.([A-Z_]+)\\.wireName)");

  @Test
  void areThoseOfTheCode() throws IOException {
    assertThat(told()).isEqualTo(given());
  }

  @Test
  void everyTypeIsListedWithItsStatus() throws IOException {
    JsonNode listed = ServedDocument.read().root().path("x-problem-types");

    assertThat(listed).hasSize(ProblemType.values().length);
    Iterator<JsonNode> entries = listed.elements();
    for (ProblemType type : ProblemType.values()) {
      JsonNode entry = entries.next();
      assertThat(entry.path("type").asText()).isEqualTo(type.uri());
      assertThat(entry.path("status").asInt()).isEqualTo(type.status());
      assertThat(entry.path("title").asText()).isEqualTo(type.title());
    }
  }

  private static Map<String, Set<String>> told() throws IOException {
    ServedDocument document = ServedDocument.read();
    Map<String, Set<String>> told = new TreeMap<>();
    for (JsonNode entry : document.root().path("x-problem-types")) {
      Set<String> members = new TreeSet<>();
      for (JsonNode part : document.resolved(entry.path("schema")).path("allOf")) {
        part.path("properties").fieldNames().forEachRemaining(members::add);
      }
      if (!members.isEmpty()) {
        told.put(entry.path("type").asText(), members);
      }
    }
    return told;
  }

  private static Map<String, Set<String>> given() {
    Map<String, Set<String>> given = new TreeMap<>();
    for (Path source : SourceTree.sources()) {
      Matcher said = SAID.matcher(SourceTree.text(source));
      String type = "";
      while (said.find()) {
        if (said.group(1) != null) {
          type = said.group(1);
        } else if (!type.isEmpty()) {
          given
              .computeIfAbsent(ProblemType.valueOf(type).uri(), uri -> new TreeSet<>())
              .add(
                  said.group(2) != null
                      ? said.group(2)
                      : EvidenceKey.valueOf(said.group(3)).wireName());
        }
      }
    }
    return given;
  }
}
