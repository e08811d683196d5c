package dev.baton.agent.files;

import dev.baton.protocol.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Header of each file in the stream between two agents: its length as four bytes, then JSON.
 *
 * @param name as in the manifest; empty in the last frame
 * @param digest of the content that follows; empty when the file is to be removed
 * @param size bytes of content that follow
 */
record FileFrame(String name, String digest, long size) {

  private static final int LONGEST = 8192;

  static FileFrame end() {
    return new FileFrame("", "", 0);
  }

  static FileFrame removal(String name) {
    return new FileFrame(name, "", 0);
  }

  boolean isEnd() {
    return name.isEmpty();
  }

  boolean removed() {
    return digest.isEmpty();
  }

  void write(DataOutputStream out) throws IOException {
    Map<String, Object> map = new TreeMap<>(Map.of("name", name, "digest", digest, "size", size));
    byte[] bytes = Json.write(map).getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static FileFrame read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("not a stream of an agent");
    }
    try {
      String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      Map<String, @Nullable Object> map = Json.readObject(text);
      if (map.get("name") instanceof String name
          && map.get("digest") instanceof String digest
          && map.get("size") instanceof Long size) {
        return new FileFrame(name, digest, size);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("not a stream of an agent", e);
    }
    throw new IOException("not a stream of an agent");
  }
}
