package dev.baton.agent.host;

import static dev.baton.protocol.ActionType.HOOK_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent makes of the operator's commands at the points of a change of sites. */
class HookActionTest {

  @TempDir private Path folder;
  private TestAgent agent;
  private Path script;

  @BeforeEach
  void startAnAgent() throws Exception {
    script = folder.resolve("hook.sh");
    command("exit 0");
    agent =
        new TestAgent(
            folder.resolve("agent"),
            new TestCertificates(folder.resolve("ca")),
            "west-app",
            """
            hook.before-close=%1$s --pool go
            hook.before-close.timeout=1
            hook.after-open=%1$s
            """
                .formatted(script));
  }

  private void command(String body) throws Exception {
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void stopIt() throws Exception {
    agent.close();
  }

  private TestCaller.Reply run(String hook, String role, String failure) throws Exception {
    return agent.perform(HOOK_RUN, Map.of("hook", hook, "role", role, "failure", failure));
  }

  @Test
  void isToldThePointAndWhatBecomesOfItsSite() throws Exception {
    command("echo \"$@\"");

    TestCaller.Reply reply = run("before-close", "standby", "refuse");

    assertThat(reply.result("output")).isEqualTo("--pool go before-close standby");
  }

  @Test
  void failureOrTooLongATimeIsRefused() throws Exception {
    command("echo no pool; exit 4");
    assertThat(run("before-close", "primary", "pause").text("error"))
        .contains("ended with 4: no pool");
    command("exec sleep 60");

    TestCaller.Reply reply = run("before-close", "primary", "pause");

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("did not end in time");
  }

  @Test
  void failureThatThePlanIgnoresIsDoneAndSaid() throws Exception {
    command("echo no pool; exit 4");

    TestCaller.Reply reply = run("after-open", "primary", "ignore");

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
    assertThat(reply.result("ignored")).contains("ended with 4: no pool");
  }

  @Test
  void onlyWhatThePolicyNamesIsRun() throws Exception {
    assertThat(run("after-restore", "primary", "ignore").text("error"))
        .contains("names no hook.after-restore");
    assertThat(run("after-open", "boss", "ignore").text("error"))
        .contains("neither primary nor standby");
  }
}
