package dev.baton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.policy.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that the policy may name are judged by libpq, before a change of roles needs them. */
@EnabledIf(
    value = "dev.baton.agent.PostgresPair#possible",
    disabledReason = "needs PostgreSQL 15 in /usr/lib/postgresql/15/bin and a user to run it")
@Tag("postgres")
class ReplicationOptionsTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  @TempDir private Path folder;

  /** With that in place of the timeout that the policy of east has. */
  private void require(String option) throws Exception {
    PostgresPair.Side east = servers.pair().east;
    String policy = Files.readString(east.home().resolve("agent/agent.policy"));
    Policy read =
        PolicyFile.read(
            Files.writeString(
                folder.resolve("agent.policy"), policy.replace("tcp_user_timeout=60000", option)));
    try (PostgresServer server =
        new PostgresServer(read.postgres().orElseThrow(), east.host(), folder)) {
      new PostgresReach(server).requireOptions(Deadline.in(Duration.ofSeconds(10)));
    }
  }

  @Test
  void thoseOfAFitPolicyPass() {
    assertThatCode(() -> require("sslmode=verify-full")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"sslmod=require, sslmod", "sslmode=sometimes, no attempt"})
  void whatLibpqDoesNotTakeIsRefusedWithItsWords(String option, String words) {
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> require(option))
        .withMessageStartingWith("postgres.replication.options: ")
        .withMessageContaining(words);
  }
}
