package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PemTest {

  private static final byte[] BYTES = "a".repeat(100).getBytes(StandardCharsets.US_ASCII);

  @Test
  void breaksLinesAsRfc7468Says() {
    assertThat(Pem.text(Pem.PUBLIC_KEY, BYTES).lines())
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .endsWith("-----END PUBLIC KEY-----")
        .allMatch(line -> line.length() <= 64)
        .hasSize(5);
  }

  @Test
  void readsWhatItWroteAndTheSameInOneLine() {
    String text = Pem.text(Pem.PRIVATE_KEY, BYTES);
    String unbroken = text.replaceAll("(?<=\\w)\n(?=\\w)", "");

    assertThat(unbroken).hasLineCount(3);
    assertThat(Stream.of(text, unbroken))
        .allSatisfy(written ->
            assertThat(Pem.content(Pem.PRIVATE_KEY, written).orElseThrow()).isEqualTo(BYTES));
  }

  @Test
  void findsNoBlockOfAnotherLabel() {
    assertThat(Pem.content(Pem.PRIVATE_KEY, Pem.text(Pem.PUBLIC_KEY, BYTES))).isEmpty();
    assertThat(Pem.content(Pem.PRIVATE_KEY, "password")).isEmpty();
  }
}
