package dev.baton.agent.http;

import dev.baton.agent.os.Watchdog;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ConnectionTable;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Tells load balancers whether this host serves: {@code GET /role} answers 200 on the confirmed
 * primary and 503 elsewhere, with the role as its text. Plain HTTP without a token, so it says
 * nothing else, and takes nothing in. Everybody is a stranger here: a connection has one answer and
 * little time, and those of the address that has most make room.
 */
public final class RoleEndpoint implements AutoCloseable {

  private static final int BACKLOG = 256;
  private static final int LARGEST = 8 * 1024;
  private static final Duration WHOLE_CALL = Duration.ofSeconds(5);

  private final ConnectionTable<Socket> callers = new ConnectionTable<>(200, 50);
  private final ServerSocket door;
  private final Supplier<Map<String, String>> guard;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Begins to listen.
   *
   * @param guard what the boot guard says of this host
   */
  public RoleEndpoint(Policy.ListenAddress endpoint, Supplier<Map<String, String>> guard)
      throws IOException {
    this.guard = guard;
    door = new ServerSocket();
    door.bind(new InetSocketAddress(endpoint.address(), endpoint.port()), BACKLOG);
    Thread.ofPlatform().daemon().name("role").start(this::acceptAll);
  }

  public int port() {
    return door.getLocalPort();
  }

  private void acceptAll() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        callers
            .admit(caller, ConnectionTable.addressOwner(caller.getInetAddress()), other -> true)
            .ifPresent(RoleEndpoint::end);
        threads.execute(() -> serve(caller));
      } catch (IOException | RuntimeException e) {
        if (!door.isClosed()) {
          System.err.printf("cannot accept a call of /role: %s%n", e.getMessage());
          AgentServer.pause(AgentServer.AFTER_A_FAILURE);
        }
      }
    }
  }

  private void serve(Socket caller) {
    Watchdog.Armed limit = Watchdog.after(WHOLE_CALL, () -> end(caller));
    try (caller) {
      caller.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(caller.getInputStream());
      answer(requestLine(in), caller.getOutputStream());
      // A close over unread bytes would take the answer away.
      caller.shutdownOutput();
      byte[] unused = in.readNBytes(LARGEST);
    } catch (IOException gone) {
      // The other side went away, took too long, or sent no request.
    } finally {
      limit.close();
      callers.forget(caller);
    }
  }

  /** The first line of a request, which is read to the end of its header. */
  private static String requestLine(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int lineEnds = 0;
    while (lineEnds < 2) {
      int next = in.read();
      if (next < 0 || head.length() == LARGEST) {
        throw new EOFException("no whole request");
      }
      head.append((char) next);
      if (next == '\n') {
        lineEnds++;
      } else if (next != '\r') {
        lineEnds = 0;
      }
    }
    return head.substring(0, head.indexOf("\n")).strip();
  }

  private void answer(String request, OutputStream out) throws IOException {
    String[] words = request.split(" ", 3);
    // Behind a proxy the address may stand before it (RFC 9112, 3.2.2).
    String target = words.length > 1 ? words[1].replaceFirst("(?i)^http://[^/?]*", "") : "";
    String path = target.split("\\?", 2)[0];
    if (!path.equals("/role")) {
      say(out, words[0], "404 Not Found", "", "there is only /role\n");
    } else if (!words[0].matches("GET|HEAD")) {
      say(out, words[0], "405 Method Not Allowed", "Allow: GET, HEAD\r\n", "GET or HEAD\n");
    } else {
      Evidence facts = Evidence.of(guard.get());
      String role = facts.text(EvidenceKey.ROLE);
      boolean serves =
          role.equals(HostRole.PRIMARY.wireName())
              && facts.flag(EvidenceKey.CONFIRMED)
              && !facts.flag(EvidenceKey.HELD);
      say(out, words[0], serves ? "200 OK" : "503 Service Unavailable", "", role + "\n");
    }
  }

  private static void say(OutputStream out, String method, String status, String field, String text)
      throws IOException {
    String head =
        """
        HTTP/1.1 %s\r
        Content-Type: text/plain; charset=utf-8\r
        Cache-Control: no-store\r
        Content-Length: %d\r
        Connection: close\r
        %s\r
        """
            .formatted(status, text.length(), field);
    String all = method.equals("HEAD") ? head : head + text;
    out.write(all.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void end(Socket caller) {
    try {
      caller.setSoLinger(true, 0);
      caller.close();
    } catch (IOException alreadyClosed) {
      // Nothing is left to end.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException alreadyClosed) {
      // Nobody can call any more, which is what is wanted.
    }
    threads.shutdownNow();
    callers.all().forEach(RoleEndpoint::end);
  }
}
