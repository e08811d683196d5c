package dev.baton.agent.files;

import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One file in the stream between two agents: the length of its JSON as four bytes, then that. The
 * stream first announces every file that the sender has or wants removed, then brings those that
 * differ, each frame with the content behind it; a frame without a name ends either part.
 *
 * @param name as in the manifest; empty in the last frame
 * @param digest of the content; empty when the file is to be removed
 * @param size bytes of the content
 * @param changedAt by the sender's clock
 */
record FileFrame(String name, String digest, long size, Instant changedAt) {

  private static final int LONGEST = 8192;

  static FileFrame end() {
    return removal("");
  }

  static FileFrame removal(String name) {
    return new FileFrame(name, "", 0, Instant.EPOCH);
  }

  boolean isEnd() {
    return name.isEmpty();
  }

  boolean removed() {
    return digest.isEmpty();
  }

  void write(DataOutputStream out) throws IOException {
    Map<String, Object> map = new TreeMap<>(Map.of("name", name, "digest", digest, "size", size));
    map.put(EvidenceKey.CHANGED_AT.wireName(), changedAt.toString());
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
          && map.get("size") instanceof Long size
          && map.get(EvidenceKey.CHANGED_AT.wireName()) instanceof String changedAt) {
        return new FileFrame(name, digest, size, Instant.parse(changedAt));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("not a stream of an agent", e);
    }
    throw new IOException("not a stream of an agent");
  }
}
