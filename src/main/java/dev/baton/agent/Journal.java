package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.Json;
import dev.baton.action.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What was ordered and what came of it, one file per order: a line when it is accepted, one before
 * a long child is started, one when it has ended. A line without its end was never written.
 */
final class Journal implements AutoCloseable {

  private static final int KEPT = 1000;
  private static final int LONGEST_NAME = 180;

  private final Path folder;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Spares spares;

  /** Reads what an earlier run left; unended entries are for the runner to settle. */
  Journal(Path state) throws IOException {
    folder = Files.createDirectories(state.resolve("journal"));
    spares = new Spares(folder);
    List<Entry> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Journal::isJournal).toList()) {
        Optional<Entry> entry = JournalFile.read(file);
        if (entry.isPresent()) {
          settleName(file, file(entry.get().id(), ".log"));
          found.add(entry.get());
        } else {
          Durable.move(file, file.resolveSibling(file.getFileName() + ".unreadable"));
        }
      }
    }
    spares.fill();
    found.sort(Comparator.comparing(Entry::acceptedAt).reversed());
    for (Entry entry : found) {
      if (entries.size() < KEPT || entry.ending().isEmpty()) {
        entries.put(entry.id(), entry);
      } else {
        forget(entry.id());
      }
    }
  }

  private static void settleName(Path found, Path name) throws IOException {
    if (!found.equals(name)) {
      Durable.move(found, name);
    }
  }

  private static boolean isJournal(Path file) {
    return file.toString().endsWith(".log") || Spares.written(file);
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** Every order that is remembered. */
  Stream<ActionRequest> requests() {
    return entries.values().stream().map(Entry::request);
  }

  List<Entry> unended() {
    return entries.values().stream().filter(entry -> entry.ending().isEmpty()).toList();
  }

  /** Writes the order down; nothing may be done for it before this returns. */
  Entry accept(String id, ActionRequest request, Boot boot) throws RefusedException {
    Entry entry = new Entry(id, request.digest(), request, boot.id(), Instant.now());
    try {
      Path spare = spares.take();
      Durable.append(spare, entry.acceptedLine());
      // Found under either name after a crash.
      Files.move(spare, file(id, ".log"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.Code.JOURNAL_UNWRITABLE, "the order cannot be written down: " + e);
    }
    entries.put(id, entry);
    return entry;
  }

  /** Writes down what the rest of a long action needs to know, just before its child starts. */
  void note(Entry entry, Map<String, String> notes) throws IOException {
    Durable.append(file(entry.id(), ".log"), Json.write(Map.of("notes", notes)) + "\n");
    entry.note(notes);
  }

  /** Writes the end down; only then may anybody hear of it. */
  void end(Entry entry, Entry.Ending ending) {
    try {
      Durable.append(file(entry.id(), ".log"), Json.write(Map.of("ended", ending.toMap())) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entry.end(ending);
  }

  /** A file of that order beside its journal, for example what its child printed. */
  Path file(String id, String suffix) {
    return folder.resolve(name(id) + suffix);
  }

  /** Whether the id makes a file name of its own. */
  static boolean fits(String id) {
    return !id.isBlank() && name(id).length() <= LONGEST_NAME;
  }

  private static String name(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("*", "%2A").replace(".", "%2E");
  }

  private void forget(String id) throws IOException {
    for (String suffix : List.of(".out", ".code", ".pid", ".log")) {
      Files.deleteIfExists(file(id, suffix));
    }
  }

  /** Nothing appears in the folder after it but what orders under way still write. */
  @Override
  public void close() {
    spares.close();
  }
}
