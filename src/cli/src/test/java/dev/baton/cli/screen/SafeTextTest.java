package dev.baton.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void linesAndTabsStayAndNothingElseSteers() {
    assertThat(SafeText.of("a\tb\nc")).isEqualTo("a\tb\nc");
    assertThat(SafeText.of("a\033[2J\u0007\r\u009b\u202e\u2066b")).isEqualTo("a?[2J?????b");
    assertThat(SafeText.of("Überlauf 東京")).isEqualTo("Überlauf 東京");
  }

  @Test
  void aLineIsOne() {
    assertThat(SafeText.line(" a\n\t b ")).isEqualTo("a b");
  }

  @Test
  void aDocumentMeansTheSame() {
    assertThat(SafeText.json("{\r\n\t\"a\":\"\u009b\u202e\"}"))
        .isEqualTo("{\r\n\t\"a\":\"\\u009b\\u202e\"}");
  }
}
