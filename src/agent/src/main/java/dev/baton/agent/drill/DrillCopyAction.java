package dev.baton.agent.drill;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderSize;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.postgres.AutoConfiguration;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Copies the standby of this host, as it runs, into a throw-away folder beside it. */
public final class DrillCopyAction implements HostAction.Detached {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String TABLESPACES =
      """
      select oid, pg_tablespace_location(oid) from pg_tablespace
      where pg_tablespace_location(oid) like '/%'\
      """;

  private final PostgresServer server;
  private final ScratchCluster copy;

  public DrillCopyAction(PostgresServer server) {
    this.server = server;
    this.copy = new ScratchCluster(server);
  }

  @Override
  public HostAction.Child begin(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    if (!server.session().query("select pg_is_in_recovery()", LIMIT).equals("t")) {
      throw new FailedException("it is no standby: a drill copies a standby, never a primary");
    }
    copy.remove(actionContext.deadline());
    Map<String, Path> tablespaces = tablespaces();
    long needed = requireSpace(tablespaces);
    copy.create();
    return new HostAction.Child(
        words(tablespaces),
        Map.of(
            EvidenceKey.FOLDER.wireName(),
            copy.root().toString(),
            EvidenceKey.NEEDED.wireName(),
            Long.toString(needed)));
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
    Path beside = beside();
    long free = Files.getFileStore(beside).getUsableSpace();
    if (free < needed) {
      throw new FailedException(
          "a copy needs about %d bytes and %d are free in %s".formatted(needed, free, beside),
          Map.of(
              EvidenceKey.NEEDED.wireName(),
              Long.toString(needed),
              EvidenceKey.FREE.wireName(),
              Long.toString(free)));
    }
    return needed;
  }

  private Path beside() {
    return copy.root().toAbsolutePath().normalize().resolveSibling(".").normalize();
  }

  @Override
  public String abandon(ActionContext actionContext, Map<String, String> notes)
      throws FailedException, IOException, InterruptedException {
    if (!copy.ours() || server.copiesInto(copy.data())) {
      return "";
    }
    copy.remove(actionContext.deadline());
    return "what it had copied is removed";
  }

  @Override
  public boolean endable() {
    return true;
  }

  @Override
  public Map<String, String> progress(ActionContext actionContext, Map<String, String> notes)
      throws IOException {
    return Map.of(EvidenceKey.BYTES.wireName(), Long.toString(FolderSize.of(copy.root())));
  }

  @Override
  public Map<String, String> finish(
      ActionContext actionContext, Map<String, String> notes, Programs.Exit outcome)
      throws FailedException, IOException, InterruptedException {
    if (!outcome.succeeded()) {
      copy.remove(actionContext.deadline());
      throw new FailedException(
          "pg_basebackup: %s; what it had copied is removed"
              .formatted(FullDisk.explain(outcome.lastLines(3), beside())),
          notes);
    }
    disarm();
    Map<String, String> facts = new TreeMap<>(notes);
    facts.put(EvidenceKey.BYTES.wireName(), Long.toString(FolderSize.of(copy.root())));
    return facts;
  }

  /** Also in its files, for whoever starts it by hand: it must not pass for the real standby. */
  private void disarm() throws FailedException, IOException, InterruptedException {
    StringBuilder lines = new StringBuilder("\n# a drill's: no way to production\n");
    copy.harmless()
        .forEach((name, value) ->
            lines.append("%s = %s%n".formatted(name, AutoConfiguration.quoted(value))));
    ServiceFolder data = ServiceFolder.of(copy.data(), server.account());
    data.append("postgresql.auto.conf", lines.toString());
    if (!data.exists("standby.signal")) {
      data.create("standby.signal", "");
    }
  }
}
