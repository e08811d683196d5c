package dev.baton.lab.labgo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * labgo, a stand-in for a GoCD server (23.1 and later, cold standby), with GoCD's folders: it
 * boots, drains and stops as one and writes to its database, but builds nothing.
 */
public final class Labgo {

  private static final int PORT = 8153;
  // As long as a request may take that was in work when the signal came.
  private static final Duration GRACE = Duration.ofMillis(100);

  private final Path home;
  // As a shell reports a program that SIGTERM ended.
  private volatile int exitCode = 143;
  private final LabgoState state =
      new LabgoState(Boolean.getBoolean("gocd.server.start.in.maintenance.mode"));

  private Labgo(Path home) {
    this.home = home;
  }

  /** Runs labgo in the folder given (usually {@code /srv/go}) until SIGTERM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1 || arguments[0].startsWith("-")) {
      System.err.println(
          "Usage: labgo FOLDER\nlabgo is a stand-in for a GoCD server, for Baton's lab only.");
      System.exit(2);
    }
    System.out.println("labgo " + LabgoApi.VERSION + ", a stand-in for a GoCD server; not GoCD");
    new Labgo(Path.of(arguments[0])).run();
  }

  private void run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    LabgoDatabase database = new LabgoDatabase(home.resolve("etc/db.properties"));
    String token = Files.readString(home.resolve("token")).strip();
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    // Platform threads: the poller behind virtual ones sits in native code, which delays the JVM's
    // end.
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/", new LabgoApi(state, database, token, home.resolve("work/running-jobs")));
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    try {
      boot(database, began);
    } catch (SQLException | IllegalStateException e) {
      System.out.println("Failed to start GoCD server. " + e.getMessage());
      exitCode = 1;
      System.exit(1);
    }
    state.booted();
    System.out.println("labgo is up");
  }

  private void boot(LabgoDatabase database, long began) throws SQLException, InterruptedException {
    if (Files.exists(home.resolve("etc/fail-at-boot"))) {
      throw new IllegalStateException("etc/fail-at-boot is there");
    }
    database.migrate();
    // A real server fills its caches here.
    Duration boot = Duration.ofMillis(Integer.getInteger("labgo.boot.ms", 1000));
    Thread.sleep(
        boot.minusNanos(System.nanoTime() - began).isNegative()
            ? Duration.ZERO
            : boot.minusNanos(System.nanoTime() - began));
    database.abortBackups();
  }

  private void stop(HttpServer server) {
    try {
      boolean idle = state.stop(GRACE);
      server.stop(0);
      System.out.println(idle ? "labgo stopped" : "labgo stopped with requests in work");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // What the JVM would tidy up now takes longer than all of the above.
    Runtime.getRuntime().halt(exitCode);
  }
}
