package dev.baton.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.Pem;
import dev.baton.protocol.RevocationList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaCommandTest {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  @TempDir Path folder;
  private String ca = "";
  private String out = "";

  @BeforeEach
  void makeAnAuthority() {
    ca = folder.resolve("ca").toString();
    out = folder.resolve("out").toString();
    done("init", "--dir", ca);
  }

  @Test
  void agentCertificateSpeaksForItsHostAndBothServesAndCalls() throws Exception {
    int exit =
        CaCommand.run(
            "issue", "--dir", ca, "--host", "east-db", "--ip", "10.77.0.12", "--out", out);

    X509Certificate certificate = certificate("east-db");
    assertThat(exit).isZero();
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(
            List.of(6, "baton://host/east-db"), List.of(2, "east-db"), List.of(7, "10.77.0.12"));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER_AUTH, CLIENT_AUTH);
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    certificate.verify(Pem.certificates(Path.of(ca, "ca.crt")).getFirst().getPublicKey());
  }

  @Test
  void controlPlaneCertificateOnlyCalls() throws Exception {
    done("issue", "--dir", ca, "--control-plane", "cp-1", "--out", out);

    X509Certificate certificate = certificate("cp-1");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "baton://control-plane/cp-1"));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
  }

  @Test
  void certificateIsGoodForAHostWhoseClockIsBehindAndEndsWhenAsked() throws Exception {
    done("issue", "--dir", ca, "--host", "east-db", "--days", "7", "--out", out);

    X509Certificate certificate = certificate("east-db");
    certificate.checkValidity(Date.from(Instant.now().minus(Duration.ofMinutes(4))));
    assertThat(certificate.getNotAfter())
        .isBeforeOrEqualTo(Instant.now().plus(Duration.ofDays(7)))
        .isAfter(Instant.now().plus(Duration.ofDays(6)));
  }

  @Test
  void keysAreForTheirOwnerOnlyAndBelongToTheirCertificates() throws Exception {
    done("issue", "--dir", ca, "--host", "east-db", "--out", out);

    for (Path key : List.of(Path.of(ca, "ca.key"), Path.of(out, "east-db.key"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
    assertThat(Pem.privateKey(Path.of(out, "east-db.key")).getAlgorithm()).isEqualTo("EC");
    assertThat(Files.readString(Path.of(out, "east-db.key"))).startsWith("-----BEGIN PRIVATE KEY");
  }

  @Test
  void authorityThatIsThereStaysAsItIs() throws IOException {
    byte[] before = Files.readAllBytes(Path.of(ca, "ca.key"));

    int exit = CaCommand.run("init", "--dir", ca);

    assertThat(exit).isEqualTo(1);
    assertThat(Files.readAllBytes(Path.of(ca, "ca.key"))).isEqualTo(before);
  }

  @Test
  void revokedCertificatesStayOnTheListAndItsNumberGrows() throws Exception {
    done("issue", "--dir", ca, "--host", "a", "--out", out);
    done("issue", "--dir", ca, "--host", "b", "--out", out);
    done("issue", "--dir", ca, "--host", "c", "--out", out);
    String serial = certificate("b").getSerialNumber().toString(16);

    done("revoke", "--dir", ca, "--certificate", Path.of(out, "a.crt").toString());
    RevocationList first = revoked();
    done("revoke", "--dir", ca, "--serial", serial);
    RevocationList second = revoked();

    assertThat(first.revokes(certificate("a"))).isTrue();
    assertThat(first.revokes(certificate("b"))).isFalse();
    assertThat(second.revokes(certificate("a"))).isTrue();
    assertThat(second.revokes(certificate("b"))).isTrue();
    assertThat(second.revokes(certificate("c"))).isFalse();
    assertThat(second.supersedes(first)).isTrue();
    assertThat(first.supersedes(second)).isFalse();
  }

  @Test
  void revokesNothingOfAnotherAuthority() throws Exception {
    String other = folder.resolve("other").toString();
    done("init", "--dir", other);
    done("issue", "--dir", other, "--host", "a", "--out", out);

    int exit =
        CaCommand.run("revoke", "--dir", ca, "--certificate", Path.of(out, "a.crt").toString());

    assertThat(exit).isEqualTo(1);
    assertThat(Path.of(ca, "revoked.pem")).doesNotExist();
  }

  private RevocationList revoked() throws IOException, GeneralSecurityException {
    RevocationList list =
        RevocationList.of(
            Files.readString(Path.of(ca, "revoked.pem")), Pem.certificates(Path.of(ca, "ca.crt")));
    assertThat(list.foreign()).isZero();
    return list;
  }

  @ParameterizedTest(name = "baton ca {0} exits with {1}")
  @CsvSource({
    "--help, 0",
    "issue --help, 0",
    "'', 2",
    "destroy, 2",
    "init, 2",
    "issue --dir CA --out OUT, 2",
    "issue --dir CA --out OUT --host a --control-plane b, 2",
    "issue --dir CA --out OUT --host East_DB, 2",
    "issue --dir CA --out OUT --host a --ip example.org, 2",
    "issue --dir CA --out OUT --host a --ip 999.1.1.1, 2",
    "issue --dir CA --out OUT --control-plane a --ip 10.0.0.1, 2",
    "issue --dir CA --out OUT --host a --days 0, 2",
    "issue --dir CA --out OUT --host a --days 36500, 2",
    "revoke --dir CA, 2",
    "revoke --dir CA --serial x, 2",
    "issue --dir NOWHERE --out OUT --host a, 1"
  })
  void exitCodeTellsMisuseFromFailure(String arguments, int exit) {
    String[] args =
        arguments.isEmpty()
            ? new String[0]
            : arguments.replace("CA", ca).replace("OUT", out).split(" ");

    assertThat(CaCommand.run(args)).isEqualTo(exit);
    assertThat(Path.of(out)).doesNotExist();
  }

  private X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
    return Pem.certificates(Path.of(out, name + ".crt")).getFirst();
  }

  private static void done(String... args) {
    assertThat(CaCommand.run(args)).isZero();
  }
}
