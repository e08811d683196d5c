package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A real agent in this process, on a port of its own, and a control plane that orders it about. */
final class TestAgent implements AutoCloseable {

  private static final AtomicLong COUNTER = new AtomicLong();

  private final Policy policy;
  private final TestCertificates authority;
  private final TestCertificates.Credentials controlPlane;
  private Agent agent;
  private TestCaller caller;
  private String session;

  /** Starts the agent of that host with these lines in its policy. */
  TestAgent(Path folder, TestCertificates authority, String host, String lines) throws Exception {
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

  TestCaller caller() {
    return caller;
  }

  int port() {
    return agent.port();
  }

  String session() {
    return session;
  }

  Path state() {
    return policy.state();
  }

  /** Ends the agent, and its children not; the next one works on the same state folder. */
  void restart() throws IOException, GeneralSecurityException, InterruptedException {
    agent.close();
    agent = Agent.start(policy);
    caller = new TestCaller(agent.port(), authority, controlPlane);
    session = caller.get("/v1/hello").text("session");
  }

  TestCaller.Reply read(ActionType type, Map<String, String> params) throws Exception {
    return caller.read(type, params);
  }

  /** Performs it under an id and sequence never used before. */
  TestCaller.Reply perform(ActionType type, Map<String, String> params) throws Exception {
    return perform(type, params, Map.of());
  }

  TestCaller.Reply perform(ActionType type, Map<String, String> params, Map<String, String> expect)
      throws Exception {
    long number = COUNTER.incrementAndGet();
    return caller.perform("op/step/" + number, request(type, number, params, expect));
  }

  /** An order as the control plane would compose it now. */
  ActionRequest request(
      ActionType type, long sequence, Map<String, String> params, Map<String, String> expect) {
    return new ActionRequest(
        type,
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
