package dev.baton.agent;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PostgresStartCheck;
import dev.baton.agent.tls.AgentTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** Looks at what the policy names, as a control plane would before it lets anything stop. */
final class CheckCommand {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Policy policy;

  CheckCommand(Policy policy) {
    this.policy = policy;
  }

  /** Prints what it found; what is not fit goes to standard error. */
  boolean fit() throws InterruptedException {
    try {
      AgentTls tls = new AgentTls(policy);
      if (policy.postgres().isPresent()) {
        database(policy.postgres().get());
      }
      System.out.printf(
          "%s: the policy is fit; the certificate ends %s%n", policy.host(), tls.expiry());
      return true;
    } catch (FailedException e) {
      System.err.println("baton-agent: the database: " + e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      System.err.println("baton-agent: " + e);
    }
    return false;
  }

  private void database(Policy.PostgresPart part)
      throws FailedException, IOException, InterruptedException {
    try (PostgresServer server = new PostgresServer(part, policy.host(), policy.state())) {
      new PostgresStartCheck(server).require(Deadline.in(LIMIT));
    }
  }
}
