package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The home of a service account on this machine, and beside it what is root's alone. */
public final class ServiceHome implements AutoCloseable {

  /** What is in root's files, and must be nowhere else. */
  public static final String SECRET = "only root may know this";

  private final Path root;
  private final String user;
  private final Map<String, String> before;

  public ServiceHome(String user) throws Exception {
    this.user = user;
    root = Files.createTempDirectory("baton-home");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(path());
    FileOwner.give(path(), account());
    Files.createDirectory(vault());
    Files.createDirectory(vault().resolve("deep"));
    for (String name : List.of("file", "file.new", "other", "deep/file", "deep/b.jar")) {
      Path secret = Files.writeString(vault().resolve(name), SECRET);
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    before = foreign();
  }

  /** Whether tests can act as root and as that user. */
  public static boolean possible(String user) {
    return "root".equals(System.getProperty("user.name"))
        && Accounts.primaryGroup(user).isPresent();
  }

  public Path root() {
    return root;
  }

  /** The folder of the service account. */
  public Path path() {
    return root.resolve("home");
  }

  /** A folder that everybody may look into, with files that only root may read. */
  public Path vault() {
    return root.resolve("vault");
  }

  public Optional<String> account() {
    return Optional.of(user);
  }

  ServiceFolder folder() throws Exception {
    return ServiceFolder.of(path(), account());
  }

  /** Has the account do it. */
  public void does(String... words) throws Exception {
    Programs.Exit exit =
        Programs.run(Programs.as(account(), List.of(words)), Deadline.in(Duration.ofSeconds(20)));
    assertThat(exit.exitCode()).as(exit.output()).isZero();
  }

  /** Nothing of root's has another content, owner, mode or name. */
  public void assertForeignUntouched() throws IOException {
    assertThat(foreign()).isEqualTo(before);
  }

  private Map<String, String> foreign() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(vault())) {
      for (Path file : files.toList()) {
        String content = Files.isDirectory(file) ? "" : Files.readString(file);
        String attributes =
            Files.readAttributes(file, "unix:uid,gid,mode,ino,lastModifiedTime,nlink").toString();
        all.put(file.toString(), attributes + content);
      }
    }
    return all;
  }

  /** A helper that was cut off may still be removing what it had begun. */
  @Override
  public void close() {
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof IOException || e instanceof UncheckedIOException)
        .until(() -> {
          delete();
          return true;
        });
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
