package dev.baton.agent.files;

import dev.baton.protocol.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What another agent would send, made by hand. */
final class Transfer {

  private final Map<String, String> contents = new TreeMap<>();
  private final Map<String, FileFrame> frames = new TreeMap<>();

  /** A file of that text, last changed then. */
  Transfer with(String name, String text, Instant changedAt) {
    contents.put(name, text);
    frames.put(name, new FileFrame(name, Digests.of(text), text.length(), changedAt));
    return this;
  }

  Transfer without(String name) {
    frames.put(name, FileFrame.removal(name));
    return this;
  }

  InputStream stream() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    announce(out);
    for (FileFrame frame : frames.values()) {
      frame.write(out);
      out.write(contents.getOrDefault(frame.name(), "").getBytes(StandardCharsets.UTF_8));
    }
    FileFrame.end().write(out);
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  /** The same, but the connection is cut before the first content. */
  InputStream cutOff() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    announce(new DataOutputStream(bytes));
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private void announce(DataOutputStream out) throws IOException {
    for (FileFrame frame : frames.values()) {
      frame.write(out);
    }
    FileFrame.end().write(out);
  }
}
