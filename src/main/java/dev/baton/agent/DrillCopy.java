package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Copies the standby of this host, as it runs, into a throw-away folder beside it. */
final class DrillCopy implements Work.Detached {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String TABLESPACES =
      """
      select oid, pg_tablespace_location(oid) from pg_tablespace
      where pg_tablespace_location(oid) like '/%'\
      """;

  private final PostgresServer server;
  private final ThrowAway copy;

  DrillCopy(PostgresServer server) {
    this.server = server;
    this.copy = new ThrowAway(server);
  }

  @Override
  public Work.Child begin(Run run) throws FailedException, IOException, InterruptedException {
    if (!server.session().query("select pg_is_in_recovery()", LIMIT).equals("t")) {
      throw new FailedException("it is no standby: a drill copies a standby, never a primary");
    }
    copy.remove(run.deadline());
    Map<String, Path> tablespaces = tablespaces();
    long needed = requireSpace(tablespaces);
    copy.create();
    return new Work.Child(
        words(tablespaces),
        Map.of("folder", copy.root().toString(), "needed", Long.toString(needed)));
  }

  private List<String> words(Map<String, Path> tablespaces) {
    // The socket of the server's own user: no password, and no network in between.
    String source = "host=%s port=%d".formatted(server.policy().socket(), server.policy().port());
    List<String> words =
        new ArrayList<>(
            List.of("-D", copy.data().toString(), "-c", "fast", "-X", "stream", "-N", "-w"));
    words.addAll(List.of("-d", source));
    tablespaces.forEach((oid, place) -> {
      words.add("-T");
      words.add("%s=%s".formatted(place, copy.tablespaces().resolve(oid)));
    });
    return server.program("pg_basebackup", words.toArray(String[]::new));
  }

  /** Places outside the data folder, by the oid of the tablespace. */
  private Map<String, Path> tablespaces() throws FailedException, InterruptedException {
    Map<String, Path> places = new TreeMap<>();
    for (String row : server.session().query(TABLESPACES, LIMIT).lines().toList()) {
      String[] columns = row.split("\\|", 2);
      places.put(columns[0], Path.of(columns[1]));
    }
    return places;
  }

  private long requireSpace(Map<String, Path> tablespaces) throws IOException, FailedException {
    long bytes = FolderSize.of(server.data());
    for (Path place : tablespaces.values()) {
      bytes += FolderSize.of(place);
    }
    // A tenth more for what is written meanwhile: production must not run into a full disk.
    long needed = bytes + bytes / 10;
    Path beside = copy.root().toAbsolutePath().getParent();
    long free = Files.getFileStore(beside).getUsableSpace();
    if (free < needed) {
      throw new FailedException(
          "a copy needs about %d bytes and %d are free in %s".formatted(needed, free, beside),
          Map.of("needed", Long.toString(needed), "free", Long.toString(free)));
    }
    return needed;
  }

  @Override
  public Map<String, String> progress(Run run, Map<String, String> notes) throws IOException {
    return Map.of("bytes", Long.toString(FolderSize.of(copy.root())));
  }

  @Override
  public Map<String, String> finish(Run run, Map<String, String> notes, Programs.Outcome outcome)
      throws FailedException, IOException, InterruptedException {
    if (!outcome.succeeded()) {
      copy.remove(run.deadline());
      throw new FailedException(
          "pg_basebackup: %s; what it had copied is removed".formatted(outcome.lastLines(3)),
          notes);
    }
    disarm();
    Map<String, String> facts = new TreeMap<>(notes);
    facts.put("bytes", Long.toString(FolderSize.of(copy.root())));
    return facts;
  }

  /** Also in its files, for whoever starts it by hand: it must not pass for the real standby. */
  private void disarm() throws IOException {
    StringBuilder lines = new StringBuilder("\n# a drill's: no way to production\n");
    copy.harmless()
        .forEach((name, value) ->
            lines.append("%s = %s%n".formatted(name, PostgresServer.quoted(value))));
    Path file = copy.data().resolve("postgresql.auto.conf");
    Path unused = Files.writeString(file, lines, StandardOpenOption.APPEND);
    Path signal = copy.data().resolve("standby.signal");
    if (!Files.exists(signal)) {
      Files.createFile(signal);
      Accounts.give(signal, Optional.of(server.policy().user()));
    }
  }
}
