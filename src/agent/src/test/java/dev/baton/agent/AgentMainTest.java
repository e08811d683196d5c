package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.guard.SystemdUnits;
import dev.baton.agent.policy.PolicyFile;
import dev.baton.agent.policy.PolicyKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's program prints; nothing here starts an agent. */
class AgentMainTest {

  @TempDir private Path folder;

  private static String printed(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      AgentMain.main(args);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String policy(String lines) throws Exception {
    return TestAgent.policyFile(
            folder, new TestCertificates(folder.resolve("ca")), "east-app", lines)
        .toString();
  }

  @Test
  void helpExplainsEveryKey() {
    String help = printed("--help");

    for (PolicyKey key : PolicyKey.values()) {
      assertThat(help).contains("  " + key.text() + " ").contains(key.meaning());
    }
  }

  @Test
  void versionIsThatOfTheJar() {
    assertThat(printed("--version")).isEqualTo("baton-agent unpackaged\n");
  }

  @Test
  void checkSaysWhenTheCertificateEnds() throws Exception {
    assertThat(printed("check", policy("")))
        .startsWith("east-app: the policy is fit; the certificate ends ");
    assertThat(Files.exists(folder.resolve("state"))).isFalse();
  }

  private static final String SERVICES =
      """
      application.unit=go-server.service
      application.health=http://127.0.0.1:8153/health
      postgres.unit=postgresql@15-main.service
      postgres.data=/var/lib/postgresql/15/main
      postgres.bin=/usr/lib/postgresql/15/bin
      postgres.user=postgres
      postgres.port=5432
      postgres.socket=/run/postgresql
      postgres.log=/var/log/postgresql/postgresql-15-main.log
      postgres.replication.user=baton
      postgres.passfile=/var/lib/postgresql/.pgpass
      """;

  @Test
  void unitsAskTheGuardAndLeaveTheOwnersLimitsAlone() throws Exception {
    String policy = policy(SERVICES);

    String units = printed("units", policy);

    assertThat(units)
        .contains(
            "# /etc/systemd/system/baton-agent.service", "Description=Baton agent of east-app")
        .contains("StartLimitIntervalSec=0", "SuccessExitStatus=143")
        .contains("# /etc/systemd/system/go-server.service.d/boot-guard.conf")
        .contains("guard " + policy + " application'")
        .contains("# /etc/systemd/system/postgresql@15-main.service.d/boot-guard.conf")
        .contains("guard " + policy + " postgresql'", "-m fast %i stop")
        .doesNotContain("TimeoutStartSec", "on-failure");
  }

  @Test
  void unitsWritesWhatItPrints() throws Exception {
    String policy = policy(SERVICES);
    Path systemd = folder.resolve("systemd");

    String said = printed("units", policy, "--install", systemd.toString());

    assertThat(said).isEmpty();
    String printed = printed("units", policy);
    for (String file :
        List.of(
            "baton-agent.service",
            "go-server.service.d/boot-guard.conf",
            "postgresql@15-main.service.d/boot-guard.conf")) {
      assertThat(printed)
          .contains(
              "# /etc/systemd/system/%s%n%s"
                  .formatted(file, Files.readString(systemd.resolve(file))));
    }
  }

  @Test
  void unitsSaysWhatNothingGuards() throws Exception {
    String policy = policy(SERVICES.replaceAll("(?m)^postgres.unit=.*", ""));

    assertThat(printed("units", policy))
        .contains("go-server.service.d")
        .doesNotContain("postgresql@");
    assertThat(SystemdUnits.unguarded(PolicyFile.read(Path.of(policy))))
        .singleElement()
        .asString()
        .startsWith("postgres.unit names no service");
  }
}
