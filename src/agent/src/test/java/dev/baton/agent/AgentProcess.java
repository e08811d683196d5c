package dev.baton.agent;

import static org.awaitility.Awaitility.await;

import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real agent in a process of its own, so that it can be killed. */
public final class AgentProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  private final TestCertificates authority;
  private final TestCertificates.Credentials controlPlane;
  private final Path policy;
  private final Path said;
  private Process process;
  private int port;

  /** Starts the agent of that host with these lines in its policy. */
  public AgentProcess(Path folder, TestCertificates authority, String host, String lines)
      throws IOException, GeneralSecurityException {
    this.authority = authority;
    controlPlane = authority.issue("control-plane", "baton://control-plane/test");
    policy = TestAgent.policyFile(folder, authority, host, lines);
    said = folder.resolve("agent.err");
    process = spawn();
    port = awaitPort();
  }

  private Process spawn() throws IOException {
    return program(policy.toString())
        .redirectError(said.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The agent's program with those words on its command line. */
  static ProcessBuilder program(String... words) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> all =
        new ArrayList<>(
            List.of(
                java.toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AgentMain.class.getName()));
    all.addAll(List.of(words));
    return new ProcessBuilder(all);
  }

  private int awaitPort() {
    return await()
        .atMost(PATIENCE)
        .until(() -> portIn(Files.readString(said)), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Integer> portIn(String text) {
    Matcher matcher = LISTENS.matcher(text);
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** As {@code kill -9}: nothing of it runs any more, what it started does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As a machine that stands still: its connections stay open, and nothing answers. */
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** It goes on where it was paused. */
  public void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int ended = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    if (ended != 0) {
      throw new IOException("kill %s failed".formatted(name));
    }
  }

  /** It will listen where it does now when it is started again, as an agent in service does. */
  public void keepPort() throws IOException {
    String lines = Files.readString(policy);
    Files.writeString(policy, lines.replace("listen=127.0.0.1:0", "listen=127.0.0.1:" + port));
  }

  public void startAgain() throws IOException {
    process = spawn();
    port = awaitPort();
  }

  public int port() {
    return port;
  }

  public TestCertificates.Credentials controlPlane() {
    return controlPlane;
  }

  /** A caller of the process that runs at this moment. */
  TestCaller caller() throws IOException, GeneralSecurityException {
    return new TestCaller(port, authority, controlPlane);
  }

  /** An order as the control plane would compose it now. */
  ActionRequest request(ActionType type, Map<String, String> params) throws Exception {
    return new ActionRequest(
        type,
        TestAgent.INSTALLATION,
        "ci",
        7,
        1,
        1,
        "replica-1",
        caller().get("/v1/hello").text("session"),
        type.timeout(),
        Map.of(),
        params,
        "op",
        "step",
        "tester");
  }

  /** Leaves nothing running; a killed process is gone soon, whether one waits for it or not. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
