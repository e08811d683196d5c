package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the data folder anew from another server; the old one is renamed and never deleted. */
final class PostgresBaseBackup implements Work.Detached {

  /** The share of the time that goes into looking how far it has come: one part in so many. */
  private static final int LOOKS = 20;

  private final PostgresServer server;
  private final OwnConfiguration configuration;

  private long lookAgain = System.nanoTime();
  private Map<String, String> shown = Map.of();

  PostgresBaseBackup(PostgresServer server, OwnConfiguration configuration) {
    this.server = server;
    this.configuration = configuration;
  }

  @Override
  public Work.Child begin(Run run) throws FailedException, IOException, InterruptedException {
    Path data = server.data();
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; a base backup needs it stopped");
    }
    String source = server.remote(run.param("host"), run.param("port"), "");
    boolean exists = Files.exists(data);
    requireSpace(data, total(run));
    Optional<Path> kept =
        exists ? Optional.of(Stamped.beside(data, "old")) : Stamped.newest(data, "old");
    if (exists) {
      configuration.keep();
      Durable.move(data, kept.orElseThrow());
    }
    Files.createDirectory(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Accounts.give(data, Optional.of(server.policy().user()));
    Map<String, String> notes = new TreeMap<>();
    kept.ifPresent(path -> notes.put("kept", path.toString()));
    return new Work.Child(
        server.program(
            "pg_basebackup",
            "-D",
            data.toString(),
            "-c",
            "fast",
            "-X",
            "stream",
            "-w",
            "-d",
            source),
        notes);
  }

  /** The old folder stays beside the new one, so both must fit. */
  private static void requireSpace(Path data, long size) throws IOException, FailedException {
    long free = PostgresSize.free(data);
    long needed = size + size / 10;
    if (free < needed) {
      throw new FailedException(
          "%d bytes are free and %d are needed beside the old data folder, a tenth more than the other server's %d; nothing was touched"
              .formatted(free, needed, size),
          Map.of("freeBytes", Long.toString(free), "neededBytes", Long.toString(needed)));
    }
  }

  private static long total(Run run) throws FailedException {
    try {
      return Long.parseLong(run.param("bytes"));
    } catch (NumberFormatException e) {
      throw new FailedException("bytes: '%s' is no number".formatted(run.param("bytes")));
    }
  }

  @Override
  public Map<String, String> progress(Run run, Map<String, String> notes) throws IOException {
    long now = System.nanoTime();
    // Looking through a large folder takes a while: the copy itself is what the disks are for.
    if (now - lookAgain >= 0) {
      shown = Map.of("bytes", Long.toString(done()), "bytesTotal", run.param("bytes"));
      long end = System.nanoTime();
      lookAgain = end + LOOKS * (end - now);
    }
    return shown;
  }

  private long done() throws IOException {
    return PostgresSize.of(server.data());
  }

  @Override
  public Map<String, String> finish(Run run, Map<String, String> notes, Programs.Outcome outcome)
      throws FailedException, IOException {
    if (!outcome.succeeded()) {
      String now = undo(notes) ? "the old data folder is back in place" : "the old one is kept";
      throw new FailedException(
          "pg_basebackup: %s; %s".formatted(outcome.lastLines(3), now), notes);
    }
    configuration.putBack();
    server.rewinding().over();
    Map<String, String> facts = new TreeMap<>(notes);
    facts.put("bytes", Long.toString(done()));
    return facts;
  }

  /**
   * pg_basebackup empties the folder it could not fill; then the old one can take its place again.
   */
  private boolean undo(Map<String, String> notes) throws IOException {
    String kept = notes.get("kept");
    try (Stream<Path> left = Files.list(server.data())) {
      if (kept == null || left.findAny().isPresent()) {
        return false;
      }
    }
    Files.delete(server.data());
    Durable.move(Path.of(kept), server.data());
    if (!server.rewinding().broken()) {
      configuration.forget();
    }
    return true;
  }
}
