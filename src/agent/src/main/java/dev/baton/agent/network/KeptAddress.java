package dev.baton.agent.network;

import dev.baton.agent.os.DurableFiles;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A note that this host held the address in its service: what is lost without an order may be taken
 * back. A release forgets it, whatever role the host is told after that.
 */
final class KeptAddress {

  private static final String FILE = "address.json";
  private static final String TAKEN_BACK_AT = EvidenceKey.TAKEN_BACK_AT.wireName();
  private static final Note NONE = new Note("", "");

  private final Path file;
  private Note note;

  /**
   * What is written down.
   *
   * @param service in which it was held: pair, term and boot; empty: in none
   * @param takenBackAt when it was taken back last; empty: never
   */
  private record Note(String service, String takenBackAt) {}

  KeptAddress(Path state) {
    this.file = state.resolve(FILE);
    this.note = read(file);
  }

  /** A note that cannot be read is none: then nothing is taken back until it is seen held again. */
  private static Note read(Path file) {
    try {
      Map<String, @Nullable Object> map = Json.readObject(Files.readString(file));
      return map.get("service") instanceof String service
              && map.get(TAKEN_BACK_AT) instanceof String at
          ? new Note(service, at)
          : NONE;
    } catch (NoSuchFileException never) {
      return NONE;
    } catch (IOException | IllegalArgumentException damaged) {
      System.err.println(file + " cannot be read: " + damaged.getMessage());
      return NONE;
    }
  }

  synchronized boolean in(String service) {
    return note.service().equals(service);
  }

  /** On disk when it returns. */
  synchronized void held(String service) throws IOException {
    if (!in(service)) {
      write(new Note(service, "")); // what was in another service is over
    }
  }

  synchronized void takenBack(String service, String at) throws IOException {
    write(new Note(service, at));
  }

  /** Forgotten even where that cannot be written down. */
  synchronized void forget() throws IOException {
    note = NONE;
    DurableFiles.delete(file);
  }

  synchronized Optional<String> takenBackAt() {
    return Optional.of(note.takenBackAt()).filter(at -> !at.isEmpty());
  }

  private void write(Note told) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    map.put("service", told.service());
    map.put(TAKEN_BACK_AT, told.takenBackAt());
    DurableFiles.replace(file, Json.write(map));
    note = told;
  }
}
