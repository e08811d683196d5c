package dev.baton.host;

import dev.baton.pair.HostId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The real way to one agent on this machine, for tests that have one. */
public final class TestHosts implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HostAgent agent;

  /**
   * @param port where the agent listens at that moment
   */
  public TestHosts(HostId host, IntSupplier port, Path certificate, Path key, Path trust) {
    agent =
        new HttpsHostAgent(
            new AgentCalls(
                new AgentChannels(vertx, config(certificate, key, trust)), inventory(host, port)));
  }

  public HostAgent agent() {
    return agent;
  }

  private static HostInventory inventory(HostId host, IntSupplier port) {
    return new HostInventory() {

      @Override
      public Optional<String> endpoint(HostId asked) {
        return asked.equals(host) ? Optional.of("127.0.0.1:" + port.getAsInt()) : Optional.empty();
      }

      @Override
      public List<HostId> hosts() {
        return List.of(host);
      }
    };
  }

  private static AgentConfig config(Path certificate, Path key, Path trust) {
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
