package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * This server's own {@code *.conf} files, kept while its data folder is made from another server's.
 * A copy stays until it was put back, so that a second attempt never keeps the other server's
 * files.
 */
final class OwnConfiguration {

  private final Path data;
  private final Path copy;

  OwnConfiguration(Path data, Path state) {
    this.data = data;
    this.copy = state.resolve("own-configuration");
  }

  void keep() throws IOException {
    if (Files.exists(copy)) {
      return;
    }
    Path scratch = copy.resolveSibling("own-configuration.new");
    Files.createDirectories(scratch);
    for (Path file : files(data)) {
      Path kept = scratch.resolve(file.getFileName());
      copy(file, kept);
      Durable.sync(kept);
    }
    Durable.move(scratch, copy);
  }

  /** Safe to repeat; does nothing when nothing is kept. */
  void putBack() throws IOException {
    if (!Files.exists(copy)) {
      return;
    }
    for (Path file : files(copy)) {
      copy(file, data.resolve(file.getFileName()));
    }
    forget();
  }

  /** For when the data folder is still, or again, the server's own. */
  void forget() throws IOException {
    if (Files.exists(copy)) {
      for (Path file : files(copy)) {
        Files.delete(file);
      }
      Files.delete(copy);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    for (String attribute : List.of("unix:uid", "unix:gid")) {
      Files.setAttribute(to, attribute, Files.getAttribute(from, attribute));
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
