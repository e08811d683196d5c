package dev.baton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {

  @ParameterizedTest(name = "{0} of {1} characters")
  @CsvSource({"reason, 2000", "ticket, 200", "statement, 2000", "'', 2000"})
  void aTextHasItsLimitAndNotOneMore(String field, int limit) {
    assertThat(TextRules.fault(field, "x".repeat(limit))).isEmpty();
    assertThat(TextRules.fault(field, "x".repeat(limit + 1)))
        .hasValue("has %d characters; use at most %d".formatted(limit + 1, limit));
  }

  @Test
  void aCharacterCountsOnceHoweverManyUnitsItTakes() {
    String emoji = Character.toString(0x1F600);

    assertThat(TextRules.fault("ticket", emoji.repeat(200))).isEmpty();
    assertThat(TextRules.fault("ticket", emoji.repeat(201))).isPresent();
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "0000", "0007", "000B", "000D", "001B", "007F", "0085", "009F", "202A", "202E", "2066",
        "2069", "D800", "DFFF"
      })
  void whatMisleadsIsNamedAndNotRepeated(String code) {
    String text = "a" + (char) Integer.parseInt(code, 16) + "b";

    assertThat(TextRules.fault("reason", text))
        .hasValueSatisfying(
            fault -> assertThat(fault).contains("U+" + code).doesNotContain(text.substring(1, 2)));
  }

  @ParameterizedTest(name = "{0} may have several lines: {1}")
  @CsvSource({"reason, true", "statement, true", "ticket, false", "host, false"})
  void onlyProseHasLines(String field, boolean lines) {
    for (String text : new String[] {"a\nb", "a\tb", "a\r\nb"}) {
      assertThat(TextRules.fault(field, text).isEmpty()).as(field).isEqualTo(lines);
    }
  }

  /** The document has the rules as a regular expression; both mean the same. */
  @ParameterizedTest
  @ValueSource(strings = {"reason", "ticket"})
  void thePatternFitsWhereThereIsNoFault(String field) {
    Pattern pattern = Pattern.compile(TextRules.pattern(field));

    for (int character = 0; character < 0x2100; character++) {
      String text = "a" + Character.toString(character) + "b";
      assertThat(pattern.matcher(text).matches())
          .as("U+%04X", character)
          .isEqualTo(TextRules.fault(field, text).isEmpty());
    }
    assertThat(pattern.matcher("a\r\nb").matches())
        .isEqualTo(TextRules.fault(field, "a\r\nb").isEmpty());
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(strings = {"00E9", "05D0", "200E", "2019", "FEFF", "E000"})
  void whatPeopleWriteIsTaken(String code) {
    assertThat(TextRules.fault("reason", Character.toString(Integer.parseInt(code, 16)))).isEmpty();
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "0009", "0020", "00A0", "00AD", "200B", "200D", "2060", "2800", "3000", "3164", "FE0F",
        "FEFF"
      })
  void invisibleCharactersSayNothing(String code) {
    String invisible = Character.toString(Integer.parseInt(code, 16)).repeat(3);

    assertThat(TextRules.saysNothing(invisible)).isTrue();
    assertThat(TextRules.saysNothing(invisible + ".")).isFalse();
  }

  @Test
  void noCharactersSayNothing() {
    assertThat(TextRules.saysNothing("")).isTrue();
  }
}
