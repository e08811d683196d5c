package dev.baton.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {

  @TempDir Path data;

  @Test
  void firstStartMakesTokensThatOnlyTheOwnerCanRead() throws IOException {
    TokenFiles tokens = TokenFiles.in(data.resolve("new"));

    assertThat(tokens.known()).extracting(Token::name).containsExactly("admin", "viewer");
    for (String file : new String[] {"admin.token", "viewer.token", "token.key"}) {
      Path path = data.resolve("new").resolve(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(data.resolve("new/admin.token"))).matches("baton_[\\w-]{43}\n");
  }

  @Test
  void laterStartKnowsTheSameTokens() throws IOException {
    TokenFiles first = TokenFiles.in(data);
    String token = Files.readString(data.resolve("admin.token")).strip();

    TokenFiles second = TokenFiles.in(data);

    assertThat(second.find(token))
        .isEqualTo(first.find(token))
        .get()
        .matches(t -> t.name().equals("admin"));
  }

  @Test
  void viewerTokenHasOneRoleAndAWrongOneIsNobodys() throws IOException {
    TokenFiles tokens = TokenFiles.in(data);
    String viewer = Files.readString(data.resolve("viewer.token")).strip();

    assertThat(tokens.find(viewer)).get().extracting(Token::roles).asString().isEqualTo("[viewer]");
    assertThat(tokens.find(viewer + "x")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void tokenThatCouldBeGuessedStopsTheStart() throws IOException {
    Files.writeString(data.resolve("admin.token"), "secret\n");

    assertThatIOException()
        .isThrownBy(() -> TokenFiles.in(data))
        .withMessageContaining("admin.token: too short");
  }
}
