package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.Checkout;
import dev.baton.SourceTree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceKeyTest {

  private static final Path CODE = Checkout.file("src");

  /** These name fields of documents too, of the journal for example. */
  private static final Set<EvidenceKey> FIELDS_TOO =
      Set.of(EvidenceKey.BOOT_ID, EvidenceKey.ELAPSED_MS);

  /** What facts are held in, by the names that the code gives it. */
  private static final Pattern PLAIN_USE =
      Pattern.compile(
          "(?:facts|evidence|evidence\\(\\)|found|postgres\\(\\)|application\\(\\)|address\\(\\)|guard\\(\\))"
              + "\\s*\\.(?:get|getOrDefault|containsKey|put|remove)\\(\\s*\"(\\w+)\"");

  @ParameterizedTest
  @EnumSource
  void isFoundByItsWireName(EvidenceKey key) {
    assertThat(EvidenceKey.named(key.wireName())).contains(key);
  }

  /** A name of two words is a key wherever it stands; a plain word where facts are meant. */
  @Test
  void noKeyIsWrittenOutElsewhere() {
    Set<String> keys = names(Arrays.stream(EvidenceKey.values()));
    String compound =
        names(Arrays.stream(EvidenceKey.values()).filter(key -> !FIELDS_TOO.contains(key))).stream()
            .filter(name -> !name.equals(name.toLowerCase(java.util.Locale.ROOT)))
            .collect(Collectors.joining("|"));
    Pattern literal = Pattern.compile("\"(" + compound + ")\"");

    List<String> written =
        SourceTree.sources().stream()
            .filter(file -> !Set.of("protocol", "lab", "bench").contains(room(file)))
            .flatMap(file ->
                Stream.concat(
                    found(file, literal), found(file, PLAIN_USE).filter(hit -> isKey(hit, keys))))
            .toList();

    assertThat(written).as("use EvidenceKey").isEmpty();
  }

  private static boolean isKey(String hit, Set<String> keys) {
    return keys.contains(hit.substring(hit.indexOf(' ') + 1));
  }

  private static String room(Path file) {
    return CODE.relativize(file).getName(0).toString();
  }

  private static Stream<String> found(Path file, Pattern pattern) {
    return pattern
        .matcher(SourceTree.text(file))
        .results()
        .map(hit -> file.getFileName() + " " + hit.group(1));
  }

  private static Set<String> names(Stream<EvidenceKey> keys) {
    return keys.map(EvidenceKey::wireName).collect(Collectors.toSet());
  }
}
