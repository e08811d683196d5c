package dev.baton.agent;

import dev.baton.agent.policy.Policy;
import dev.baton.agent.policy.PolicyFile;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.InstallationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A real agent in this process, on a port of its own, and a control plane that orders it about. */
public final class TestAgent implements AutoCloseable {

  /** On whose behalf its orders come. */
  public static final InstallationId INSTALLATION =
      new InstallationId("11111111-2222-4333-8444-555555555555");

  private static final AtomicLong COUNTER = new AtomicLong();

  private Policy policy;
  private final Path folder;
  private final TestCertificates authority;
  private final TestCertificates.Credentials controlPlane;
  private Agent agent;
  private TestCaller caller;
  private String session;

  /** Starts the agent of that host in the folder, with an authority of its own. */
  public TestAgent(Path folder, String host, String lines) throws Exception {
    this(folder.resolve("agent"), new TestCertificates(folder.resolve("ca")), host, lines);
  }

  /** Starts the agent of that host with these lines in its policy. */
  public TestAgent(Path folder, TestCertificates authority, String host, String lines)
      throws Exception {
    this.folder = folder;
    this.authority = authority;
    controlPlane = authority.issue("control-plane", "baton://control-plane/test");
    Path file = policyFile(folder, authority, host, lines);
    policy = PolicyFile.read(file);
    agent = Agent.start(policy);
    caller = new TestCaller(agent.port(), authority, controlPlane);
    session = caller.get("/v1/hello").text("session");
  }

  /** Writes the policy of a host that listens on any free port of this machine. */
  static Path policyFile(Path folder, TestCertificates authority, String host, String lines)
      throws IOException, GeneralSecurityException {
    TestCertificates.Credentials own = authority.issue(host, "baton://host/" + host);
    return Files.writeString(
        Files.createDirectories(folder).resolve("agent.policy"),
        """
        host=%s
        listen=127.0.0.1:0
        certificate=%s
        key=%s
        trust=%s
        state=%s
        """
                .formatted(host, own.certificate(), own.key(), own.trust(), folder.resolve("state"))
            + lines);
  }

  public TestCaller caller() {
    return caller;
  }

  /** Its control plane, on further connections. */
  public TestCaller newCaller() throws IOException, GeneralSecurityException {
    return new TestCaller(agent.port(), authority, controlPlane);
  }

  public int port() {
    return agent.port();
  }

  String session() {
    return session;
  }

  public Path state() {
    return policy.state();
  }

  /** Ends the agent, and its children not; the next one works on the same state folder. */
  public void restart() throws IOException, GeneralSecurityException, InterruptedException {
    agent.close();
    agent = Agent.start(policy);
    caller = new TestCaller(agent.port(), authority, controlPlane);
    session = caller.get("/v1/hello").text("session");
  }

  /** As {@link #restart}, with other lines in its policy. */
  public void restartWith(String lines) throws Exception {
    policy = PolicyFile.read(policyFile(folder, authority, policy.host(), lines));
    restart();
  }

  public TestCaller.Reply read(ActionType type, Map<String, String> params) throws Exception {
    return caller.read(type, params);
  }

  /** Performs it under an id and sequence never used before. */
  public TestCaller.Reply perform(ActionType type, Map<String, String> params) throws Exception {
    return perform(type, params, Map.of());
  }

  public TestCaller.Reply perform(
      ActionType type, Map<String, String> params, Map<String, String> expect) throws Exception {
    long number = nextSequence();
    return caller.perform("op/step/" + number, request(type, number, params, expect));
  }

  /** Above that of every order before, whoever gave it. */
  public static long nextSequence() {
    return COUNTER.incrementAndGet();
  }

  /** An order as the control plane would compose it now. */
  public ActionRequest request(
      ActionType type, long sequence, Map<String, String> params, Map<String, String> expect) {
    return new ActionRequest(
        type,
        INSTALLATION,
        "ci",
        7,
        1,
        sequence,
        "replica-1",
        session,
        type.timeout(),
        expect,
        params,
        "op",
        "step",
        "tester");
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
