package dev.baton.agent.order;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The durable record of orders and their results, one file per order: a line when it is accepted,
 * one before a long child is started, one when it has ended. A line without its end was never
 * written.
 */
public final class Journal implements AutoCloseable {

  private static final int KEPT = 1000;
  private static final int LONGEST_NAME = 180;

  private final Path folder;
  private final Map<String, JournalEntry> entries = new ConcurrentHashMap<>();
  private final PreallocatedFiles preallocatedFiles;

  /** Reads what an earlier run left; unended entries are for the executor to settle. */
  public Journal(Path state) throws IOException {
    folder = Files.createDirectories(state.resolve("journal"));
    preallocatedFiles = new PreallocatedFiles(folder);
    List<JournalEntry> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Journal::isJournal).toList()) {
        Optional<JournalEntry> entry = JournalFile.read(file);
        if (entry.isPresent()) {
          settleName(file, file(entry.get().id(), ".log"));
          found.add(entry.get());
        } else {
          DurableFiles.move(file, file.resolveSibling(file.getFileName() + ".unreadable"));
        }
      }
    }
    preallocatedFiles.fill();
    found.sort(Comparator.comparing(JournalEntry::acceptedAt).reversed());
    for (JournalEntry entry : found) {
      if (entries.size() < KEPT || entry.ending().isEmpty()) {
        entries.put(entry.id(), entry);
      } else {
        forget(entry.id());
      }
    }
  }

  private static void settleName(Path found, Path name) throws IOException {
    if (!found.equals(name)) {
      DurableFiles.move(found, name);
    }
  }

  private static boolean isJournal(Path file) {
    return file.toString().endsWith(".log") || PreallocatedFiles.written(file);
  }

  public Optional<JournalEntry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** The entry of an order that its sender counts on. */
  public JournalEntry known(String id) throws RefusedException {
    return known(id, find(id));
  }

  /** As {@link #known(String)}; orders of other scopes are not there for it. */
  JournalEntry known(String id, String scope) throws RefusedException {
    return known(id, find(id).filter(entry -> entry.request().scope().equals(scope)));
  }

  private static JournalEntry known(String id, Optional<JournalEntry> found)
      throws RefusedException {
    return found.orElseThrow(
        () -> new RefusedException(RefusalCode.UNKNOWN_ID, "no order has the id " + id));
  }

  /** Every order that is remembered. */
  public Stream<ActionRequest> requests() {
    return entries.values().stream().map(JournalEntry::request);
  }

  public List<JournalEntry> unended() {
    return entries.values().stream().filter(entry -> entry.ending().isEmpty()).toList();
  }

  /** Writes the order down; nothing may be done for it before this returns. */
  public JournalEntry accept(String id, ActionRequest request, Boot boot) throws RefusedException {
    JournalEntry entry =
        new JournalEntry(id, request.digest(), request, boot.id(), HostClock.now());
    try {
      Path spare = preallocatedFiles.take();
      DurableFiles.append(spare, entry.acceptedLine());
      // Found under either name after a crash.
      Files.move(spare, file(id, ".log"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE,
          "the order cannot be written down: " + FullDisk.explain(e, folder).getMessage());
    }
    entries.put(id, entry);
    return entry;
  }

  /** Writes down what the rest of a long action needs to know, just before its child starts. */
  public void note(JournalEntry entry, Map<String, String> notes) throws IOException {
    DurableFiles.append(file(entry.id(), ".log"), Json.write(Map.of("notes", notes)) + "\n");
    entry.note(notes);
  }

  /** Writes the end down; only then may anybody hear of it. */
  void end(JournalEntry entry, JournalEntry.Ending ending) {
    try {
      DurableFiles.append(
          file(entry.id(), ".log"), Json.write(Map.of("ended", ending.toMap())) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entry.end(ending);
  }

  Path folder() {
    return folder;
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
    for (String suffix : List.of(".out", ".code", ".code.new", ".pid", ".pid.new", ".log")) {
      Files.deleteIfExists(file(id, suffix));
    }
  }

  /** Nothing appears in the folder after it but what orders under way still write. */
  @Override
  public void close() {
    preallocatedFiles.close();
  }
}
