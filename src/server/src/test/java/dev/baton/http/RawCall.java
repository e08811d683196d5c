package dev.baton.http;

import dev.baton.access.TestTokens;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call byte by byte, for what no client sends. */
final class RawCall {

  private static final int PATIENCE = 20_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

  private final String head;
  private final byte[] body;

  private RawCall(String head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /** What came back. */
  record RawReply(int status, String head, String body) {

    JsonPath json() {
      return JsonPath.from(body);
    }
  }

  /** With no header at all. */
  static RawCall bare(String line) {
    return new RawCall(line + " HTTP/1.1\r\n", new byte[0]);
  }

  /** By somebody who has no token. */
  static RawCall ofStranger(String line) {
    return bare(line).with("Host: localhost");
  }

  /** By an administrator. */
  static RawCall of(String line) {
    return ofStranger(line).with("Authorization: Bearer " + TestTokens.token("admin"));
  }

  RawCall with(String header) {
    return new RawCall(head + header + "\r\n", body);
  }

  /** With a body and its length. */
  RawCall with(byte[] content) {
    return new RawCall(head, content)
        .with("Content-Type: application/json")
        .with("Content-Length: " + content.length);
  }

  /** With a body in one chunk. */
  RawCall chunked(byte[] content) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.writeBytes(ascii(Integer.toHexString(content.length) + "\r\n"));
    chunks.writeBytes(content);
    chunks.writeBytes(ascii("\r\n0\r\n\r\n"));
    return new RawCall(head, chunks.toByteArray())
        .with("Content-Type: application/json")
        .with("Transfer-Encoding: chunked");
  }

  /** Reads no more than the answer says it has: a connection may stay open behind it. */
  RawReply send() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(ascii(head + "\r\n"));
      socket.getOutputStream().write(body);
      InputStream in = socket.getInputStream();
      String told = headOf(in);
      Matcher length = LENGTH.matcher(told);
      byte[] read = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      Matcher status = STATUS.matcher(told);
      return new RawReply(
          status.find() ? Integer.parseInt(status.group(1)) : 0,
          told,
          new String(read, StandardCharsets.UTF_8));
    }
  }

  private static String headOf(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the answer ends with: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
