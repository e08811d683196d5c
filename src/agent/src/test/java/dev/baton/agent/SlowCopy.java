package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A stopped database whose base backup is made by a script, and takes until the gate is opened. */
public final class SlowCopy {

  /** Parameters of the action; the script does not look at them. */
  public static final Map<String, String> SOURCE =
      Map.of("host", "127.0.0.1", "port", "5432", "bytes", "7");

  private final Path folder;

  public SlowCopy(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    script(
        "pg_basebackup", "echo run >>%1$s/runs; cat %1$s/gate; echo copied >%1$s/data/PG_VERSION");
    script("pg_controldata", "exit 1");
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/postgresql.conf"), "port = 1\n");
    int made = new ProcessBuilder("mkfifo", folder + "/gate").start().waitFor();
    if (made != 0) {
      throw new IOException("mkfifo failed");
    }
  }

  private void script(String name, String body) throws IOException {
    TestScript.write(folder.resolve(name), body.formatted(folder));
  }

  public String policy() {
    return """
    postgres.bin=%1$s
    postgres.data=%1$s/data
    postgres.user=%2$s
    postgres.port=1
    postgres.socket=%1$s
    postgres.log=%1$s/log
    postgres.replication.user=replicator
    postgres.passfile=%1$s/pgpass
    """
        .formatted(folder, System.getProperty("user.name"));
  }

  /** Blocks until the copy is at the gate. */
  public void openGate() throws IOException {
    Files.writeString(folder.resolve("gate"), "go\n");
  }

  /** How often it was begun. */
  public int runs() throws IOException {
    Path runs = folder.resolve("runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  boolean copied() {
    return Files.exists(folder.resolve("data/PG_VERSION"));
  }
}
