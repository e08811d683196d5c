package dev.baton.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonFieldsTest {

  private static final JsonFields FIELDS =
      JsonFields.of("{\"one\":\"a\\n  b\\u001b[2J\",\"some\":[\"c\\n\\td\"],\"blank\":\" \\n\"}");

  @Test
  void aTextHasNoLineOfItsOwn() {
    assertThat(FIELDS.text("one")).isEqualTo("a b?[2J");
    assertThat(FIELDS.texts("some")).containsExactly("c d");
    assertThat(FIELDS.find("blank")).isEmpty();
  }

  @Test
  void theDocumentStaysAsItCame() {
    assertThat(FIELDS.json()).contains("a\\n  b");
  }
}
