package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.TimestampedPath;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the data folder anew from another server; the old one is renamed and never deleted. */
public final class PostgresBaseBackup implements HostAction.Detached {

  /** The share of the time that goes into looking how far it has come: one part in so many. */
  private static final int LOOKS = 20;

  private final PostgresServer server;
  private final PreservedConfig configuration;
  private final RetainedDataFolders folders;

  private long lookAgain = System.nanoTime();
  private Map<String, String> shown = Map.of();

  public PostgresBaseBackup(PostgresServer server, PreservedConfig configuration) {
    this.server = server;
    this.configuration = configuration;
    this.folders = new RetainedDataFolders(server);
  }

  @Override
  public HostAction.Child begin(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Path data = server.data();
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; a base backup needs it stopped");
    }
    String source =
        server.remote(
            actionContext.param(ActionParameter.HOST),
            actionContext.param(ActionParameter.PORT),
            "");
    ServiceFolder beside = server.besideData();
    boolean exists = beside.exists(nameOf(data));
    requireSpace(data, total(actionContext));
    Optional<Path> kept =
        exists
            ? Optional.of(TimestampedPath.beside(data, "old"))
            : TimestampedPath.newest(data, "old");
    List<String> options =
        new ArrayList<>(List.of("-D", data.toString(), "-c", "fast", "-X", "stream", "-w"));
    options.addAll(List.of("-d", source));
    if (exists) {
      Optional<String> obstacle = folders.obstacle();
      if (obstacle.isPresent()) {
        throw new FailedException(obstacle.get() + "; nothing was touched");
      }
      configuration.keep();
    }
    try {
      if (exists) {
        folders.setAside(kept.orElseThrow());
      }
      if (kept.isPresent()) {
        folders.layOut(kept.get()).ifPresent(log -> options.add("--waldir=" + log));
      } else {
        beside.makeFolder(nameOf(data), "700");
      }
    } catch (FailedException | IOException e) {
      String now = abandon(actionContext, Map.of());
      throw new FailedException(e.getMessage() + (now.isEmpty() ? "" : "; " + now));
    }
    Map<String, String> notes = new TreeMap<>();
    kept.ifPresent(path -> notes.put("kept", path.toString()));
    return new HostAction.Child(
        server.program("pg_basebackup", options.toArray(String[]::new)), notes);
  }

  /** The old folder stays beside the new one, so both must fit. */
  private static void requireSpace(Path data, long size) throws IOException, FailedException {
    long free = PostgresSize.free(data);
    long needed = size + size / 10;
    if (free < needed) {
      throw new FailedException(
          "%d bytes are free and %d are needed beside the old data folder, a tenth more than the other server's %d; nothing was touched"
              .formatted(free, needed, size),
          Map.of(
              EvidenceKey.FREE_BYTES.wireName(),
              Long.toString(free),
              EvidenceKey.NEEDED_BYTES.wireName(),
              Long.toString(needed)));
    }
  }

  private static long total(ActionContext actionContext) throws FailedException {
    try {
      return Long.parseLong(actionContext.param(ActionParameter.BYTES));
    } catch (NumberFormatException e) {
      throw new FailedException(
          "bytes: '%s' is no number".formatted(actionContext.param(ActionParameter.BYTES)));
    }
  }

  @Override
  public boolean endable() {
    return !server.hasData();
  }

  @Override
  public Map<String, String> progress(ActionContext actionContext, Map<String, String> notes)
      throws IOException {
    long now = System.nanoTime();
    // Looking through a large folder takes a while: the copy itself is what the disks are for.
    if (now - lookAgain >= 0) {
      shown =
          Map.of(
              EvidenceKey.BYTES.wireName(),
              Long.toString(done()),
              EvidenceKey.BYTES_TOTAL.wireName(),
              actionContext.param(ActionParameter.BYTES));
      long end = System.nanoTime();
      lookAgain = end + LOOKS * (end - now);
    }
    return shown;
  }

  private Path beside() {
    return server.data().toAbsolutePath().normalize().resolveSibling(".").normalize();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  private static String nameOf(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private long done() throws IOException {
    return PostgresSize.of(server.data());
  }

  @Override
  public Map<String, String> finish(
      ActionContext actionContext, Map<String, String> notes, Programs.Exit outcome)
      throws FailedException, IOException, InterruptedException {
    if (!outcome.succeeded()) {
      String now = abandon(actionContext, notes);
      throw new FailedException(
          "pg_basebackup: %s; %s"
              .formatted(
                  FullDisk.explain(outcome.lastLines(3), beside()),
                  now.isEmpty() ? "the old one is kept" : now),
          notes);
    }
    shareWithTheGroup(actionContext.deadline());
    configuration.putBack();
    server.rewindMarker().over();
    Map<String, String> facts = new TreeMap<>(notes);
    facts.put(EvidenceKey.BYTES.wireName(), Long.toString(done()));
    return facts;
  }

  /** A copy has the modes of the other server's folder; this one's group may be a backup tool's. */
  private void shareWithTheGroup(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    if (Files.getPosixFilePermissions(server.data()).contains(PosixFilePermission.GROUP_EXECUTE)) {
      ServiceFolder data = server.dataFolder();
      String unused = data.outcome(Programs.run(data.words(FolderScript.SHARE, "."), deadline));
    }
  }

  /**
   * Without pg_control, which comes last, a copy is of no use to anybody. What nobody noted to be
   * one goes only if it is empty.
   */
  @Override
  public String abandon(ActionContext actionContext, Map<String, String> notes)
      throws FailedException, IOException, InterruptedException {
    Path data = server.data();
    boolean there = Files.isDirectory(data);
    boolean copied = there && !isEmpty(data);
    Optional<Path> kept =
        notes.isEmpty()
            ? TimestampedPath.newest(data, "old")
            : Optional.ofNullable(notes.get("kept")).map(Path::of);
    if (server.hasData()
        || server.postmaster().isPresent()
        || server.copiesInto(data)
        || (copied && notes.isEmpty())
        || (kept.isPresent() && !Files.isDirectory(kept.get()))) {
      return "";
    }
    if (copied) {
      server.dataFolder().clear("", actionContext.deadline());
    }
    if (kept.isEmpty()) {
      return copied ? "what it had copied is removed" : "";
    }
    ServiceFolder beside = server.besideData();
    if (there) {
      beside.removeFolder(nameOf(data));
    }
    folders.bringBack(kept.get(), actionContext.deadline());
    if (!server.rewindMarker().broken()) {
      configuration.forget();
    }
    return copied
        ? "what it had copied is removed, the old data folder is back in place"
        : "the old data folder is back in place";
  }
}
