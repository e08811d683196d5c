package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalCodeTest {

  @ParameterizedTest
  @EnumSource
  void isFoundByItsWireName(RefusalCode code) {
    assertThat(RefusalCode.named(code.wireName())).isSameAs(code);
    assertThat(code.wireName())
        .isEqualTo(code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }

  @Test
  void concludesNothingFromAnUnknownWord() {
    assertThat(RefusalCode.named("of-a-later-version")).isSameAs(RefusalCode.UNRECOGNISED);
    assertThat(RefusalCode.UNRECOGNISED.touched()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasTriedMayHaveTouched(RefusalCode code) {
    assertThat(!code.tried() || code.touched()).isTrue();
  }
}
