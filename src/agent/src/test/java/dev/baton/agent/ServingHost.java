package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Path;

/** A host whose application runs, with its agent in this process. */
public final class ServingHost implements AutoCloseable {

  private final TestCertificates authority;
  private final TestApplication application;
  private final TestAgent agent;

  /** {@code east-app}, which has nothing but the application. */
  public ServingHost(Path folder) throws Exception {
    this(folder, "east-app", "");
  }

  /**
   * @param lines of its policy, besides those of the application
   */
  public ServingHost(Path folder, String name, String lines) throws Exception {
    authority = new TestCertificates(folder.resolve("ca"));
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
    agent = new TestAgent(folder.resolve("agent"), authority, name, application.policy() + lines);
  }

  /** By which its agent knows control planes. */
  public TestCertificates authority() {
    return authority;
  }

  public TestApplication application() {
    return application;
  }

  public TestAgent agent() {
    return agent;
  }

  @Override
  public void close() throws IOException {
    agent.close();
    application.close();
  }
}
