package dev.baton.agent.http;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.tls.AgentTls;
import dev.baton.protocol.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection, from its handshake on; one request after the other. Every wait for the
 * other side has a deadline, which the server enforces.
 */
final class AgentConnection {

  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration HALF_REQUEST = Duration.ofSeconds(10);
  private static final Duration STALLED = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int LARGEST_REST = 256 * 1024;

  private final Socket socket;
  private volatile @Nullable SSLSession session;
  private volatile long deadline;
  private volatile boolean limited;
  private volatile boolean atWork;
  private volatile boolean leaving;

  AgentConnection(Socket socket, Duration toShowACertificate) {
    this.socket = socket;
    within(toShowACertificate);
  }

  /** Answers one request. */
  interface RequestHandler {
    HttpAnswer answer(HttpCall call) throws IOException, InterruptedException;
  }

  boolean closed() {
    return socket.isClosed();
  }

  /** Whether a request is being answered. */
  boolean atWork() {
    return atWork;
  }

  boolean overdue() {
    return limited && System.nanoTime() - deadline > 0;
  }

  /** Whether its certificate, if it has shown one, is still good. */
  boolean trusted(AgentTls tls) {
    SSLSession shown = session;
    return shown == null || tls.trusts(shown);
  }

  /** Has it end with its next answer, so that the other side sees the certificate of now. */
  void leaveSoon() {
    leaving = true;
  }

  private void within(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
    limited = true;
  }

  private void withoutLimit() {
    limited = false;
  }

  /**
   * Blocks until the other side has shown a certificate that is trusted.
   *
   * @throws IOException when it has not; it was told why if it still listens
   */
  SSLSocket handshake(AgentTls tls) throws IOException {
    socket.setTcpNoDelay(true);
    SSLSocket secured = tls.accept(socket);
    try {
      secured.startHandshake();
      session = secured.getSession();
      return secured;
    } catch (IOException e) {
      linger();
      throw e;
    }
  }

  /** Serves requests until either side ends it. */
  void serve(SSLSocket secured, RequestHandler handler) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(secured.getInputStream());
    OutputStream out = secured.getOutputStream();
    within(HALF_REQUEST);
    boolean goesOn = true;
    for (int first = in.read(); first >= 0; first = in.read()) {
      atWork = true;
      within(HALF_REQUEST);
      goesOn = request(first, secured.getSession(), in, out, handler);
      atWork = false;
      if (!goesOn) {
        break;
      }
      within(IDLE);
    }
    if (!goesOn) {
      secured.shutdownOutput();
      linger();
    }
  }

  private boolean request(
      int first, SSLSession session, InputStream in, OutputStream out, RequestHandler handler)
      throws IOException, InterruptedException {
    RequestHead head;
    HttpCall call;
    RequestBody body;
    try {
      head = RequestHead.read(first, in);
      body = new RequestBody(head, in, out);
      call = new HttpCall(head, body, session, this);
    } catch (RefusedException e) {
      write(out, HttpAnswer.of(e.refusal()), true);
      return false;
    }
    withoutLimit();
    HttpAnswer answer = handler.answer(call);
    within(HALF_REQUEST);
    boolean last = head.isLast() || leaving || !body.skipToEnd(LARGEST_REST);
    write(out, answer, last);
    return !last;
  }

  private void write(OutputStream out, HttpAnswer answer, boolean last) throws IOException {
    byte[] body = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
    byte[] head =
        """
        HTTP/1.1 %d -\r
        Content-Type: application/json\r
        Content-Length: %d\r
        %s\r
        """
            .formatted(answer.status(), body.length, last ? "Connection: close\r\n" : "")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    within(HALF_REQUEST);
    out.write(all);
    out.flush();
  }

  /** All of a small body, soon. */
  byte[] whole(InputStream body, int most) throws IOException {
    within(HALF_REQUEST);
    try {
      return body.readNBytes(most);
    } finally {
      withoutLimit();
    }
  }

  /** A large body, which may take its time as long as some of it comes. */
  InputStream patiently(InputStream body) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        within(STALLED);
        try {
          return body.read(bytes, offset, length);
        } finally {
          withoutLimit();
        }
      }
    };
  }

  /** Lets the other side read our last words: a close over unread bytes would take them away. */
  private void linger() throws IOException {
    within(FAREWELL);
    if (!socket.isClosed() && !socket.isOutputShutdown()) {
      socket.shutdownOutput();
      socket.getInputStream().readNBytes(LARGEST_REST);
    }
  }

  /** Ends it in good order. */
  void close() {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // Nothing is left to end.
    }
  }

  /** Ends it at once; the other side gets a reset. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // Nothing is left to end.
    }
  }
}
