package dev.baton.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens for the control plane and other agents. */
final class AgentServer implements AutoCloseable {

  static {
    // Read once, when the JDK's server class is loaded; its own defaults have no limits.
    Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.idleInterval", "300",
            "sun.net.httpserver.maxReqTime", "600",
            "sun.net.httpserver.maxReqHeaders", "50",
            "jdk.httpserver.maxConnections", "64")
        .forEach(System::setProperty);
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Routes routes;

  AgentServer(Policy policy, AgentTls tls, Routes routes) throws IOException {
    this.routes = routes;
    server =
        HttpsServer.create(new InetSocketAddress(policy.listenAddress(), policy.listenPort()), 16);
    server.setHttpsConfigurator(tls.configurator());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = new Call((HttpsExchange) exchange);
      call.answer(answer(call));
    } catch (RefusedException e) {
      exchange.sendResponseHeaders(400, -1);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Call call) throws IOException, InterruptedException {
    try {
      return routes.answer(call);
    } catch (RefusedException e) {
      System.err.printf("refused %s: %s%n", call, e.getMessage());
      return Answer.of(e.refusal());
    } catch (RuntimeException e) {
      System.err.printf("failed %s: %s%n", call, e);
      return new Answer(500, Map.of("error", "the agent failed; its log says more"));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
