package dev.baton.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Tells load balancers whether this host serves: {@code GET /role} answers 200 on the confirmed
 * primary and 503 elsewhere, with the role as its text. Plain HTTP without a token, so it says
 * nothing else, and takes nothing in.
 */
public final class RoleEndpoint implements AutoCloseable {

  private static final int BACKLOG = 50;

  private final HttpServer server;
  private final Supplier<Map<String, String>> guard;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  static {
    // Whoever sends half a request is cut off, and nobody takes all connections.
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "5");
    System.setProperty("jdk.httpserver.maxConnections", "200");
  }

  /**
   * Begins to listen.
   *
   * @param guard what the boot guard says of this host
   */
  public RoleEndpoint(Policy.ListenAddress endpoint, Supplier<Map<String, String>> guard)
      throws IOException {
    this.guard = guard;
    server = HttpServer.create(new InetSocketAddress(endpoint.address(), endpoint.port()), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      if (!call.getRequestURI().getPath().equals("/role")) {
        say(call, 404, "there is only /role\n");
      } else if (!call.getRequestMethod().matches("GET|HEAD")) {
        call.getResponseHeaders().set("Allow", "GET, HEAD");
        say(call, 405, "GET or HEAD\n");
      } else {
        Evidence facts = Evidence.of(guard.get());
        String role = facts.text(EvidenceKey.ROLE);
        boolean serves =
            role.equals(HostRole.PRIMARY.wireName())
                && facts.flag(EvidenceKey.CONFIRMED)
                && !facts.flag(EvidenceKey.HELD);
        say(call, serves ? 200 : 503, role + "\n");
      }
    }
  }

  private static void say(HttpExchange call, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    call.getResponseHeaders().set("Cache-Control", "no-store");
    boolean body = !call.getRequestMethod().equals("HEAD");
    call.sendResponseHeaders(status, body ? bytes.length : -1);
    if (body) {
      call.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
