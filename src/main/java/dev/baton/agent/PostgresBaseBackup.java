package dev.baton.agent;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the data folder anew from another server; the old one is renamed and never deleted. */
final class PostgresBaseBackup implements Work.Detached {

  private final PostgresServer server;
  private final OwnConfiguration configuration;

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
    Optional<Path> kept =
        exists ? Optional.of(Stamped.beside(data, "old")) : Stamped.newest(data, "old");
    if (exists) {
      requireSpace(data);
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
  private static void requireSpace(Path data) throws IOException, FailedException {
    FileStore store = Files.getFileStore(data);
    long needed = FolderSize.of(data);
    if (store.getUsableSpace() < needed + needed / 10) {
      throw new FailedException(
          "%d bytes are free and about %d are needed beside the old data folder"
              .formatted(store.getUsableSpace(), needed));
    }
  }

  @Override
  public Map<String, String> progress(Run run, Map<String, String> notes) throws IOException {
    return Map.of("bytes", Long.toString(FolderSize.of(server.data())));
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
    Map<String, String> facts = new TreeMap<>(notes);
    facts.put("bytes", Long.toString(FolderSize.of(server.data())));
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
    configuration.forget();
    return true;
  }
}
