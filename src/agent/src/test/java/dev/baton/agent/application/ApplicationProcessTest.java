package dev.baton.agent.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers of a status command are a process id; each number here is a living process. */
class ApplicationProcessTest {

  private static final long LIVING = ProcessHandle.current().pid();
  private static final long ANOTHER = ProcessHandle.current().parent().orElseThrow().pid();

  private static ApplicationProcess.Status saying(String output) throws Exception {
    Optional<String> none = Optional.empty();
    String words = output.replace("PROCESS", "" + LIVING).replace("ANOTHER", "" + ANOTHER);
    return new ApplicationProcess(
            new Policy.ApplicationPart(
                "app",
                "",
                Optional.empty(),
                List.of(),
                none,
                List.of(),
                List.of(),
                List.of("/usr/bin/printf", words),
                List.of(),
                List.of(),
                none,
                none,
                none,
                Optional.empty(),
                Duration.ofSeconds(240),
                false,
                "",
                List.of(),
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROCESS",
        " PROCESS\\n",
        "running, pid PROCESS",
        "Go Server is running: PID:PROCESS, Wrapper:STARTED, Java:STARTED",
        "httpd (pid  PROCESS) is running...",
        "app ANOTHER times, pid: PROCESS.\\n",
        "active since 16:53:29\\n   Main PID: PROCESS (java)\\n      Tasks: ANOTHER\\n",
        "MainPID=PROCESS\\nControlPID=ANOTHER\\n",
        "PID\\nPROCESS\\n",
        "pid PROCESS, again pid PROCESS"
      })
  void takesTheNumberThatIsNamedAsAPid(String output) throws Exception {
    ApplicationProcess.Status status = saying(output);

    assertThat(status.running()).isTrue();
    assertThat(status.pid()).contains(LIVING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "running",
        "active since 16:PROCESS:29",
        "Process: PROCESS ExecStartPre=/bin/true (code=exited, status=0/SUCCESS)",
        "up for PROCESS seconds",
        "PROCESS requests\\nANOTHER errors",
        "ppid PROCESS",
        "pid file is PROCESS bytes",
        "pid PROCESS:29",
        "pid PROCESS.5",
        "pid PROCESSms",
        "pid PROCESS 16:53:29",
        "httpd (pid PROCESS ANOTHER) is running...",
        "Main PID: PROCESS (java)\\n16:53:29 app: child has pid ANOTHER",
        "pid 0"
      })
  void takesNoneThatMayBeSomethingElse(String output) throws Exception {
    ApplicationProcess.Status status = saying(output);

    assertThat(status.running()).isTrue();
    assertThat(status.pid()).isEmpty();
  }
}
