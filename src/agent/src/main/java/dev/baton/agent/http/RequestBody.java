package dev.baton.agent.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of one request: ends where that request ends, whatever follows on the connection. */
final class RequestBody extends InputStream {

  private static final int LONGEST_LINE = 1024;
  private static final byte[] GO =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private final boolean chunked;
  private long left;
  private boolean waitsForGo;
  private boolean inChunk;
  private boolean ended;

  RequestBody(RequestHead head, InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    chunked = head.chunked();
    left = chunked ? 0 : head.length();
    ended = !chunked && left == 0;
    waitsForGo = head.waitsForGo();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!ended && waitsForGo) {
      waitsForGo = false;
      out.write(GO);
      out.flush();
    }
    if (!ended && chunked && left == 0) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the connection ended in a body");
    }
    left -= read;
    ended = !chunked && left == 0;
    return read;
  }

  private void nextChunk() throws IOException {
    if (inChunk && !line().isEmpty()) {
      throw new IOException("a chunk is longer than its size");
    }
    String size = line();
    int extension = size.indexOf(';');
    String digits = extension < 0 ? size : size.substring(0, extension).strip();
    if (!digits.matches("[0-9A-Fa-f]{1,12}")) {
      throw new IOException("a chunk without a size");
    }
    left = Long.parseLong(digits, 16);
    inChunk = true;
    if (left == 0) {
      // Trailer fields mean nothing here.
      for (int lines = 0; !line().isEmpty(); lines++) {
        if (lines == 20) {
          throw new IOException("too many trailer fields");
        }
      }
      ended = true;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if ((next < ' ' && next != '\t') || line.length() == LONGEST_LINE) {
        throw new IOException("a chunk's line makes no sense");
      }
      line.append((char) next);
    }
    if (in.read() != '\n') {
      throw new IOException("a chunk's line does not end with CR LF");
    }
    return line.toString();
  }

  /** Reads at most that many bytes on; whether the body has ended then. */
  boolean skipToEnd(int most) throws IOException {
    if (waitsForGo) {
      return ended;
    }
    byte[] bytes = new byte[8192];
    for (int read = 0, all = 0; read >= 0 && all <= most; all += read) {
      read = read(bytes, 0, bytes.length);
    }
    return ended;
  }
}
