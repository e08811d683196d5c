package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashChainTest {

  /**
   * Computed apart: {@code printf
   * '\0\0\0\x0dbaton-event/1\0\0\0\x011\xff\xff\xff\xff\0\0\0\x03\xe2\x82\xac' | sha256sum}.
   * Another value means that no released log verifies any more.
   */
  @Test
  void staysAsReleased() {
    assertThat(HashChain.hash(Arrays.asList("1", null, "€")))
        .isEqualTo("27311f6fe00143e249159868e9ded72cbe482eb49b6151d9d720729a7cf6a665");
  }

  @Test
  void tellsAnAbsentFieldFromAnEmptyOne() {
    assertThat(HashChain.hash(Arrays.asList("1", null)))
        .isNotEqualTo(HashChain.hash(List.of("1", "")));
  }

  @Test
  void tellsWhereOneFieldEndsAndTheNextBegins() {
    assertThat(HashChain.hash(List.of("ab", "c"))).isNotEqualTo(HashChain.hash(List.of("a", "bc")));
  }
}
