package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane with TLS is called when its authority is known, and not otherwise. */
class TlsTest {

  @TempDir private Path folder;

  @Test
  void onlyAKnownAuthorityIsTrusted() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    Path nothing = Files.writeString(folder.resolve("empty.crt"), "");
    try (StandIn standIn = StandIn.startWithTls(authority.context())) {
      standIn.answering("GET /v1/hosts", "{\"hosts\":[]}");

      Typed trusted =
          Shell.at(standIn).run("hosts", "--authority", authority.certificate().toString());
      Typed byVariable =
          Shell.at(standIn)
              .with("BATON_AUTHORITY", authority.certificate().toString())
              .run("hosts");
      Typed unknown = Shell.at(standIn).run("hosts");
      Typed empty = Shell.at(standIn).run("hosts", "--authority", nothing.toString());
      Typed missing = Shell.at(standIn).run("hosts", "--authority", "/nonexistent.crt");

      assertThat(trusted.exit()).as(trusted.err()).isZero();
      assertThat(byVariable.exit()).isZero();
      assertThat(unknown.exit()).isEqualTo(5);
      assertThat(unknown.err()).contains("is not trusted", "--authority").doesNotContain("\tat ");
      assertThat(empty.exit()).isEqualTo(2);
      assertThat(missing.exit()).isEqualTo(2);
      assertThat(missing.err()).contains("/nonexistent.crt", "there is no such file");
      assertThat(standIn.calls()).hasSize(2);
    }
  }
}
