package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the pictures of README and architecture page to the code. {@code -Ddocs.update=true} draws
 * them anew.
 */
class PictureTest {

  private static final List<String> PAGES = List.of("README.md", "docs/architecture.md");

  static Stream<String> pictures() {
    return ReadmeDiagrams.DRAWN.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void thePagesShowWhatTheCodeIs(String name) throws IOException {
    String drawn = ReadmeDiagrams.DRAWN.getOrDefault(name, "");
    int found = 0;
    for (String page : PAGES) {
      Path file = Checkout.file(page);
      String text = Files.readString(file);
      Matcher place = place(name).matcher(text);
      if (!place.find()) {
        continue;
      }
      found++;
      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(
            file, text.substring(0, place.start(1)) + drawn + text.substring(place.end(1)));
      } else {
        assertThat(place.group(1))
            .as("%s: draw it anew with -Ddocs.update=true", page)
            .isEqualTo(drawn);
      }
    }
    assertThat(found).as("pages of %s with the picture '%s'", PAGES, name).isEqualTo(1);
  }

  private static Pattern place(String name) {
    return Pattern.compile(
        "<!-- picture: %s -->\n```\n(.*?)```\n".formatted(Pattern.quote(name)), Pattern.DOTALL);
  }
}
