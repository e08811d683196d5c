package dev.baton.agent.binding;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That this host is let go of. Asked for by a file, so that a running agent does it itself and one
 * that was cut off in the middle ends it at its next start; each one stays in {@code
 * released.jsonl}.
 */
public record Release(String reason, String by, Instant at) {

  /** Written by another program, beside a running agent. */
  public static final String REQUEST = "release.json";

  private static final String HISTORY = "released.jsonl";

  /** Asks for it; whoever works in the state folder carries it out. */
  public static void request(Path state, String reason, String by) throws IOException {
    DurableFiles.replace(
        state.resolve(REQUEST), new Release(reason, by, HostClock.now()).json(Optional.empty()));
  }

  /** Whether it is still to be carried out. */
  public static boolean pending(Path state) {
    return Files.exists(state.resolve(REQUEST));
  }

  /** Empty when nobody asks for one. */
  static Optional<Release> requested(Path state) throws IOException {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(state.resolve(REQUEST)));
      return Optional.of(
          new Release(
              String.valueOf(map.get("reason")),
              String.valueOf(map.get("by")),
              Instant.parse(String.valueOf(map.get("at")))));
    } catch (NoSuchFileException nobody) {
      return Optional.empty();
    } catch (RuntimeException damaged) {
      throw new IOException(state.resolve(REQUEST) + " is damaged; remove it");
    }
  }

  /** Writes it down and ends the binding; the request goes last. */
  void carryOut(Path state) throws IOException {
    endBinding(state);
    RetiredPairs.delete(state);
    DurableFiles.delete(state.resolve(REQUEST));
  }

  /** Writes it down, then ends the binding: a crash in between is a release not yet done. */
  void endBinding(Path state) throws IOException {
    Optional<Binding> ended = readable(state);
    Path history = state.resolve(HISTORY);
    if (!Files.exists(history)) {
      DurableFiles.create(history, "");
    }
    DurableFiles.append(history, json(ended) + "\n");
    Binding.delete(state);
  }

  private static Optional<Binding> readable(Path state) {
    try {
      return Binding.read(state);
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private String json(Optional<Binding> ended) {
    Map<String, Object> map = new TreeMap<>();
    map.put("reason", reason);
    map.put("by", by);
    map.put("at", at.toString());
    ended.ifPresent(binding -> {
      map.put(EvidenceKey.INSTALLATION.wireName(), binding.installation().value());
      map.put(EvidenceKey.PAIR.wireName(), binding.pair());
      map.put(EvidenceKey.SINCE.wireName(), binding.since().toString());
    });
    return Json.write(map);
  }
}
