package dev.baton.host;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestCertificates;
import dev.baton.pair.HostId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The real way to one agent on this machine, for tests that have one. */
public final class TestHosts implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final AgentClientPool clientPool;
  private final HostAgent agent;

  /**
   * @param port where the agent listens at that moment
   */
  public TestHosts(HostId host, IntSupplier port, Path certificate, Path key, Path trust) {
    clientPool = new AgentClientPool(vertx, config(certificate, key, trust));
    agent =
        new HttpsHostAgent(
            new AgentHttpClient(clientPool, inventory(host, port)), () -> Installations.OURS);
  }

  /** To that process, as the control plane it knows. */
  public static TestHosts of(HostId host, AgentProcess process) {
    TestCertificates.Credentials own = process.controlPlane();
    return new TestHosts(host, process::port, own.certificate(), own.key(), own.trust());
  }

  public HostAgent agent() {
    return agent;
  }

  /** Reads the certificates again, as the control plane does every second. */
  public void refresh() {
    clientPool.refresh();
  }

  private static HostInventory inventory(HostId host, IntSupplier port) {
    return new FixedInventory().with(host, () -> "127.0.0.1:" + port.getAsInt());
  }

  static AgentConfig config(Path certificate, Path key, Path trust) {
    return new AgentConfig() {

      @Override
      public Optional<Path> certificate() {
        return Optional.of(certificate);
      }

      @Override
      public Optional<Path> key() {
        return Optional.of(key);
      }

      @Override
      public Optional<Path> trust() {
        return Optional.of(trust);
      }

      @Override
      public Optional<Path> revoked() {
        return Optional.of(trust.resolveSibling("revoked.pem"));
      }

      @Override
      public Duration connectTimeout() {
        return Duration.ofSeconds(30);
      }
    };
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
