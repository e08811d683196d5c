package dev.baton.eventlog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointKeyTest {

  /** RFC 8032 section 7.1, test 1, in the form that {@code openssl genpkey} writes. */
  private static final String GIVEN =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
      -----END PRIVATE KEY-----
      """;

  @TempDir Path folder;

  @Test
  void isMadeOnceForItsOwnerOnly() throws Exception {
    Path file = folder.resolve("data/checkpoint.key");

    CheckpointKey made = CheckpointKey.in(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(CheckpointKey.in(file).publicKey()).isEqualTo(made.publicKey());
    assertThat(made.toString()).doesNotContain(Files.readAllLines(file).get(1));
  }

  @Test
  void mayBeGiven() throws Exception {
    Path file = Files.writeString(folder.resolve("given.key"), GIVEN);

    CheckpointKey key = CheckpointKey.in(file);

    assertThat(key.publicKey())
        .isEqualTo("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assertThat(key.sign(""))
        .isEqualTo(
            "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc"
                + "+bRr0lv18FlbviRlUUFDjnoQCw==");
    assertThat(key.publicPem())
        .isEqualTo(
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
            -----END PUBLIC KEY-----
            """);
  }

  @Test
  void itsPublicHalfIsReadBackFromAPemFile() throws Exception {
    CheckpointKey key = CheckpointKey.in(folder.resolve("checkpoint.key"));
    Path file = Files.writeString(folder.resolve("public.pem"), key.publicPem());

    assertThat(Ed25519.publicKeyIn(file)).isEqualTo(key.publicKey());
    assertThat(Ed25519.verify(key.publicKey(), "said", key.sign("said"))).isTrue();
    assertThat(Ed25519.verify(key.publicKey(), "not said", key.sign("said"))).isFalse();
    assertThat(Ed25519.verify("no key", "said", key.sign("said"))).isFalse();
    assertThat(Ed25519.verify(key.publicKey(), "said", "?")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      })
  void refusesAFileThatHoldsNone(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("wrong.key"), content);

    assertThatThrownBy(() -> CheckpointKey.in(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong.key holds no ed25519 private key");
    assertThatThrownBy(() -> Ed25519.publicKeyIn(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong.key holds no ed25519 public key");
  }
}
