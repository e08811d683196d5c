package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestCertificates;
import dev.baton.host.AgentReply;
import dev.baton.host.TestHosts;
import dev.baton.pair.HostId;
import dev.baton.protocol.RefusalCode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent whose certificate is taken back while a control plane talks to it. */
class RevokedAgentTest {

  private static final HostId HOST = new HostId("east-app");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void isNotTrustedOnAConnectionThatStandsEither() throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    try (AgentProcess agent =
            new AgentProcess(folder.resolve("agent"), authority, HOST.value(), "");
        TestHosts hosts =
            new TestHosts(
                HOST,
                agent::port,
                agent.controlPlane().certificate(),
                agent.controlPlane().key(),
                agent.controlPlane().trust())) {
      AgentReply before = hosts.agent().hello(HOST, LIMIT);
      Path list = authority.revoke(1, folder.resolve("ca").resolve("east-app.crt"));
      hosts.refresh();
      AgentReply after = hosts.agent().hello(HOST, LIMIT);

      assertThat(list).exists();
      assertThat(before).isInstanceOf(AgentReply.Done.class);
      assertThat(after)
          .isInstanceOfSatisfying(
              AgentReply.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNTRUSTED));
    }
  }
}
