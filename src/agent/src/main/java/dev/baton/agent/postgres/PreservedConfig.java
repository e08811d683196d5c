package dev.baton.agent.postgres;

import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.ServiceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This server's own {@code *.conf} files, kept while its data folder is made from another server's.
 * A copy stays until it was put back, so that a second attempt never keeps the other server's
 * files.
 */
public final class PreservedConfig {

  private final PostgresServer server;
  private final Path state;
  private final Path copy;
  private final Path scratch;

  /**
   * @param state folder of the agent's own, which outlives a reboot
   */
  public PreservedConfig(PostgresServer server, Path state) {
    this.server = server;
    this.state = state;
    this.copy = state.resolve("own-configuration");
    this.scratch = state.resolve("own-configuration.new");
  }

  void keep() throws FailedException, IOException, InterruptedException {
    if (Files.exists(copy)) {
      return;
    }
    try {
      keepIn(scratch);
    } catch (IOException e) {
      throw FullDisk.explain(e, state);
    }
  }

  private void keepIn(Path scratch) throws FailedException, IOException, InterruptedException {
    remove(scratch);
    Files.createDirectories(scratch);
    ServiceFolder data = server.dataFolder();
    for (String name : data.names(".")) {
      if (name.endsWith(".conf")) {
        Path kept = scratch.resolve(name);
        data.copyOut(name, kept);
        DurableFiles.sync(kept);
      }
    }
    DurableFiles.move(scratch, copy);
  }

  /** Safe to repeat; does nothing when nothing is kept. */
  void putBack() throws FailedException, IOException, InterruptedException {
    if (!Files.exists(copy)) {
      return;
    }
    for (Path file : files(copy)) {
      server.dataFolder().copyIn(file, String.valueOf(file.getFileName()));
    }
    forget();
  }

  /** For when the data folder is still, or again, the server's own. */
  void forget() throws IOException {
    remove(copy);
  }

  /** Removes what a crash in the middle of a keep or a put back left beside the files. */
  public void removeLeftovers() throws FailedException, IOException, InterruptedException {
    remove(scratch);
    List<String> names = new ArrayList<>(List.of(AutoConfiguration.FILE, "standby.signal"));
    if (Files.exists(copy)) {
      files(copy).forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    if (Files.isDirectory(server.data())) {
      ServiceFolder data = server.dataFolder();
      for (String name : names) {
        if (data.exists(name + ".new")) {
          data.delete(name + ".new");
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : files(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .toList();
    }
  }
}
