package dev.baton.agent;

import dev.baton.agent.application.ApplicationProcess;
import dev.baton.agent.application.RequiredFiles;
import dev.baton.agent.files.SyncedFiles;
import dev.baton.agent.guard.SystemdUnits;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.PostgresReach;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PostgresStartCheck;
import dev.baton.agent.postgres.StandbySettings;
import dev.baton.agent.tls.AgentTls;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at what the policy names, as a control plane would before it lets anything stop. */
final class CheckCommand {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Policy policy;

  private final Path file;

  /**
   * @param file of the policy
   */
  CheckCommand(Policy policy, Path file) {
    this.policy = policy;
    this.file = file;
  }

  /** Prints what it found; what is not fit goes to standard error. */
  boolean fit() throws InterruptedException {
    try {
      AgentTls tls = new AgentTls(policy);
      if (policy.postgres().isPresent()) {
        database(policy.postgres().get());
      }
      if (!units()) {
        return false;
      }
      if (policy.application().isPresent()) {
        requiredFiles(policy.application().get(), policy.sent());
      }
      if (policy.files().isPresent()) {
        emptyFolders(policy.files().get());
      }
      System.out.printf(
          "%s: the policy is fit; the certificate ends %s%n", policy.host(), tls.expiry());
      return true;
    } catch (FailedException e) {
      System.err.println("baton-agent: " + e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      System.err.println("baton-agent: " + e);
    }
    return false;
  }

  private void database(Policy.PostgresPart part)
      throws FailedException, IOException, InterruptedException {
    try (PostgresServer server = new PostgresServer(part, policy.host(), policy.state())) {
      Deadline deadline = Deadline.in(LIMIT);
      new PostgresStartCheck(server).require(deadline);
      new PostgresReach(server).requireOptions(deadline);
      asAStandby(Evidence.of(new StandbySettings(server).facts(deadline)));
    } catch (FailedException e) {
      throw new FailedException("the database: " + e.getMessage());
    }
  }

  /** A new site is fit before it has been sent anything. */
  private static void requiredFiles(Policy.ApplicationPart part, Collection<Path> sent)
      throws FailedException, IOException, InterruptedException {
    List<String> flaws = new RequiredFiles(new ApplicationProcess(part), sent).flawsOfItsOwn();
    if (!flaws.isEmpty()) {
      throw new FailedException("application.requires: " + String.join("; ", flaws));
    }
  }

  /** Only said: on one of the two hosts it is in force. */
  private void asAStandby(Evidence seen) {
    String settings = seen.text(EvidenceKey.STANDBY_SETTINGS);
    if (!settings.isEmpty()) {
      System.out.printf(
          "%s: as a standby its database has also: %s; see that each of them is meant%n",
          policy.host(), settings);
    }
    String replaced = seen.text(EvidenceKey.REPLACED_OPTIONS);
    if (!replaced.isEmpty()) {
      System.out.printf(
          "%s: when it follows the other database next, these of primary_conninfo are replaced: %s%n",
          policy.host(), replaced);
    }
  }

  /** Only said: a new site may have nothing in them yet. */
  private void emptyFolders(Policy.FilesPart part)
      throws FailedException, IOException, InterruptedException {
    for (String id : SyncedFiles.emptyFolders(part)) {
      System.out.printf(
          "%s: folder.%s is empty; see that %s is the folder that the application uses%n",
          policy.host(), id, part.paths().get(id));
    }
  }

  /** Whether systemd has all it needs, where the policy says that it starts the services. */
  private boolean units() throws FailedException, IOException, InterruptedException {
    List<String> missing = new ArrayList<>(SystemdUnits.missing(policy, file));
    for (String name : SystemdUnits.names(policy)) {
      if (new SystemdUnit(name).requireLoaded("its policy").reload()) {
        missing.add(
            "systemd has not read the files of %s yet; systemctl daemon-reload".formatted(name));
      }
    }
    missing.forEach(line -> System.err.println("baton-agent: " + line));
    return missing.isEmpty();
  }
}
