package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the README's pictures to the code. {@code ./mvnw test -Dtest=PictureTest
 * -Dreadme.update=true} draws them anew.
 */
class PictureTest {

  private static final Path README = Path.of("README.md");

  static Stream<String> pictures() {
    return Pictures.DRAWN.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void theReadmeShowsWhatTheCodeIs(String name) throws IOException {
    String drawn = Pictures.DRAWN.getOrDefault(name, "");
    String readme = Files.readString(README);
    Matcher place = place(name).matcher(readme);
    assertThat(place.find()).as("README has a place for the picture '%s'", name).isTrue();
    if (Boolean.getBoolean("readme.update")) {
      Path unused =
          Files.writeString(
              README, readme.substring(0, place.start(1)) + drawn + readme.substring(place.end(1)));
      return;
    }

    assertThat(place.group(1)).as("draw it anew with -Dreadme.update=true").isEqualTo(drawn);
  }

  private static Pattern place(String name) {
    return Pattern.compile(
        "<!-- picture: %s -->\n```\n(.*?)```\n".formatted(Pattern.quote(name)), Pattern.DOTALL);
  }
}
