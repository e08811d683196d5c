package dev.baton.agent.http;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.tls.AgentTls;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.ConnectionTable;
import dev.baton.protocol.UrlRedactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * Listens for the control plane and other agents. Who has shown no certificate yet has few places
 * and little time, and takes none from those who have; agents take none from control planes.
 */
public final class AgentServer implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final Duration TO_SHOW_A_CERTIFICATE = Duration.ofSeconds(5);

  /** When file descriptors are used up, the next try would fail as fast. */
  static final Duration AFTER_A_FAILURE = Duration.ofMillis(50);

  private static final Duration SWEEP = Duration.ofMillis(250);
  private static final int SWEEPS_PER_REFRESH = 4;

  private final ConnectionTable<AgentConnection> strangers = new ConnectionTable<>(48, 16);
  private final ConnectionTable<AgentConnection> controlPlanes = new ConnectionTable<>(64, 32);
  private final ConnectionTable<AgentConnection> agents = new ConnectionTable<>(32, 8);

  private final ServerSocket door;
  private final AgentTls tls;
  private final Routes routes;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public AgentServer(Policy policy, AgentTls tls, Routes routes) throws IOException {
    this.tls = tls;
    this.routes = routes;
    door = new ServerSocket();
    door.bind(new InetSocketAddress(policy.listenAddress(), policy.listenPort()), BACKLOG);
  }

  public void start() {
    Thread.ofPlatform().name("accept").start(this::acceptAll);
    Thread.ofPlatform().daemon().name("deadlines").start(this::sweepAlways);
  }

  public int port() {
    return door.getLocalPort();
  }

  private void acceptAll() {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        AgentConnection connection = new AgentConnection(socket, TO_SHOW_A_CERTIFICATE);
        strangers
            .admit(
                connection, ConnectionTable.addressOwner(socket.getInetAddress()), stranger -> true)
            .ifPresent(AgentConnection::abort);
        threads.execute(() -> serve(connection));
      } catch (IOException | RuntimeException e) {
        if (!door.isClosed()) {
          System.err.printf("cannot accept a connection: %s%n", e.getMessage());
          pause(AFTER_A_FAILURE);
        }
      }
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(AgentConnection connection) {
    try {
      SSLSocket secured = connection.handshake(tls);
      if (recognized(connection, secured)) {
        connection.serve(secured, call -> answer(connection, call));
      } else {
        connection.abort();
      }
    } catch (IOException gone) {
      // The other side went away, took too long, or showed no certificate that is trusted.
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
      Stream.of(strangers, controlPlanes, agents).forEach(table -> table.forget(connection));
    }
  }

  /** Gives it a place among those who have shown a certificate; false when it has to go. */
  private boolean recognized(AgentConnection connection, SSLSocket secured) {
    PeerIdentity peer;
    try {
      peer = PeerIdentity.of(secured.getSession());
    } catch (SSLPeerUnverifiedException | CertificateException nameless) {
      peer = new PeerIdentity("");
    }
    boolean stillThere = strangers.remove(connection);
    ConnectionTable<AgentConnection> table = peer.isControlPlane() ? controlPlanes : agents;
    table.admit(connection, peer.uri(), other -> !other.atWork()).ifPresent(AgentConnection::abort);
    return stillThere && !connection.closed() && connection.trusted(tls);
  }

  private void sweepAlways() {
    SSLContext swept = tls.context();
    for (int round = 0; !door.isClosed(); round++) {
      abort(AgentConnection::overdue);
      if (round % SWEEPS_PER_REFRESH == 0) {
        tls.refresh();
      }
      SSLContext now = tls.context();
      if (!now.equals(swept)) {
        abort(connection -> !connection.trusted(tls));
        all().forEach(AgentConnection::leaveSoon);
        swept = now;
      }
      pause(SWEEP);
    }
  }

  private void abort(Predicate<AgentConnection> which) {
    all().filter(which).forEach(AgentConnection::abort);
  }

  private Stream<AgentConnection> all() {
    return Stream.of(strangers, controlPlanes, agents).flatMap(table -> table.all().stream());
  }

  private HttpAnswer answer(AgentConnection connection, HttpCall call)
      throws IOException, InterruptedException {
    controlPlanes.used(connection);
    agents.used(connection);
    try {
      return routes.answer(call);
    } catch (RefusedException e) {
      System.err.printf("refused %s: %s%n", call, UrlRedactor.redact(e.refusal().message()));
      return HttpAnswer.of(e.refusal());
    } catch (RuntimeException e) {
      System.err.printf("failed %s: %s%n", call, UrlRedactor.redact(e.toString()));
      return new HttpAnswer(500, Map.of("error", "the agent failed; its log says more"));
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
    abort(all -> true);
  }
}
