package dev.baton.agent.order;

import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionState;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one journal file as far as it was written. */
final class JournalFile {

  private JournalFile() {}

  /**
   * Empty when it makes no sense: cut off inside its first line, so that nothing was done yet, or
   * written by another version.
   */
  static Optional<JournalEntry> read(Path file) throws IOException {
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n');
    if (whole < 0) {
      return Optional.empty();
    }
    List<String> lines = text.substring(0, whole).lines().toList();
    try {
      Map<String, @Nullable Object> first = Json.readObject(lines.getFirst());
      JournalEntry entry =
          new JournalEntry(
              text(first, "id"),
              text(first, "digest"),
              ActionRequest.fromMap(Json.object(first.get("request"), "request")),
              text(first, "bootId"),
              Instant.parse(text(first, "at")));
      for (String line : lines.subList(1, lines.size())) {
        take(Json.readObject(line), entry);
      }
      return Optional.of(entry);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      System.err.printf("%s cannot be read and is set aside: %s%n", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static void take(Map<String, @Nullable Object> line, JournalEntry entry) {
    if (line.containsKey("notes")) {
      entry.note(texts(line.get("notes"), "notes"));
    } else {
      Map<String, @Nullable Object> ended = Json.object(line.get("ended"), "ended");
      Optional<String> error =
          ended.get("error") instanceof String why ? Optional.of(why) : Optional.empty();
      long millis = ended.get("elapsedMs") instanceof Long number ? number : 0;
      entry.end(
          new JournalEntry.Ending(
              ActionState.valueOf(text(ended, "state")),
              texts(ended.get("result"), "result"),
              error,
              millis));
    }
  }

  private static Map<String, String> texts(@Nullable Object value, String name) {
    Map<String, String> texts = new HashMap<>();
    Json.object(value, name).forEach((key, text) -> texts.put(key, String.valueOf(text)));
    return texts;
  }

  private static String text(Map<String, @Nullable Object> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'" + key + "' is missing");
  }
}
