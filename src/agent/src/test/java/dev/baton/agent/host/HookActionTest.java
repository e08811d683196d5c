package dev.baton.agent.host;

import static dev.baton.protocol.ActionType.HOOK_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent makes of the operator's commands at the points of a change of sites. */
class HookActionTest {

  @TempDir private Path folder;
  private TestAgent agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    command("exit 0");
    agent =
        new TestAgent(
            folder,
            "west-app",
            """
            hook.before-close=%1$s --pool go
            hook.after-open=%1$s
            hook.after-open.timeout=1
            """
                .formatted(script()));
  }

  private Path script() {
    return folder.resolve("hook.sh");
  }

  private void command(String body) throws Exception {
    TestScript.write(script(), body);
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
    command("echo \"$@\" >%s/words".formatted(folder));

    TestCaller.Reply reply = run("before-close", "standby", "refuse");

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("SUCCEEDED");
    assertThat(folder.resolve("words")).hasContent("--pool go before-close standby");
  }

  @Test
  void failureIsRefusedWithWhatItSaid() throws Exception {
    command("echo no pool; exit 4");

    assertThat(run("before-close", "primary", "pause").text("error"))
        .contains("ended with 4: no pool");
  }

  @Test
  void tooLongATimeIsAFailure() throws Exception {
    command("exec sleep 60");

    TestCaller.Reply reply = run("after-open", "primary", "pause");

    assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("FAILED");
    assertThat(reply.text("error")).contains("did not end in time");
  }

  @Test
  void failureThatThePlanIgnoresIsDoneAndSaid() throws Exception {
    command("echo no pool; exit 4");
    TestCaller.Reply failed = run("before-close", "primary", "ignore");
    Files.delete(script());
    TestCaller.Reply gone = run("before-close", "primary", "ignore");
    TestCaller.Reply unnamed = run("after-restore", "primary", "ignore");

    assertThat(failed.text("state")).as("%s", failed.body()).isEqualTo("SUCCEEDED");
    assertThat(failed.result("ignored")).contains("ended with 4: no pool");
    assertThat(gone.result("ignored")).contains(script().toString());
    assertThat(unnamed.result("ignored")).contains("names no hook.after-restore");
  }

  @Test
  void onlyWhatThePolicyNamesIsRun() throws Exception {
    assertThat(run("after-restore", "primary", "pause").text("error"))
        .contains("names no hook.after-restore");
    assertThat(run("after-open", "boss", "pause").text("error"))
        .contains("neither primary nor standby");
  }
}
