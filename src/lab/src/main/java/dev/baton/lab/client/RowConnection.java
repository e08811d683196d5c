package dev.baton.lab.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.UUID;

/** One kept connection to labgo that gives up quickly: the service may be about to move. */
final class RowConnection implements Closeable {

  private static final int CONNECT_MILLIS = 100;
  private static final int ANSWER_MILLIS = 250;

  private final Socket socket = new Socket();
  private final InputStream answers;
  private final String host;

  RowConnection(InetSocketAddress address) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(address, CONNECT_MILLIS);
      answers = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    host = address.getHostString();
  }

  /** The status of the answer to one row; 201 is the promise that it is committed. */
  int write(UUID id, String run) throws IOException {
    String body = "{\"id\":\"%s\",\"run\":\"%s\"}".formatted(id, run);
    String request =
        "POST /go/api/labgo/rows HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(host, body.length(), body);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    answers.skipNBytes(length);
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = answers.read(); read != '\n'; read = answers.read()) {
      if (read < 0) {
        throw new EOFException("labgo closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // nothing is expected of it any more
    }
  }
}
