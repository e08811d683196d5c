package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.PolicyKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void unitsAskTheGuardBeforeWhatTheHostHas() throws Exception {
    String policy =
        policy(
            """
            application.name=go-server
            application.start=/bin/start
            application.stop=/bin/stop
            application.status=/bin/status
            application.health=http://127.0.0.1:8153/health
            guard.timeout=30
            """);

    String units = printed("units", policy);

    assertThat(units)
        .contains(
            "# /etc/systemd/system/baton-agent.service", "Description=Baton agent of east-app")
        .contains("# /etc/systemd/system/go-server.service.d/baton.conf")
        .contains("guard " + policy + " application")
        .contains("TimeoutStartSec=330")
        .doesNotContain("postgresql@");
  }
}
