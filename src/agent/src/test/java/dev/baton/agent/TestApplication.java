package dev.baton.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An application made of scripts and a folder: it runs while the file {@code running} is there. */
public final class TestApplication implements AutoCloseable {

  private final Path folder;
  private final HttpServer web;
  public final AtomicBoolean maintenance = new AtomicBoolean();
  public final AtomicBoolean refusesToken = new AtomicBoolean();
  public final AtomicBoolean refusesOrders = new AtomicBoolean();
  public final AtomicBoolean busy = new AtomicBoolean();
  public final AtomicBoolean updating = new AtomicBoolean();

  /** How often its health was asked for. */
  public final AtomicInteger healthAsked = new AtomicInteger();

  public TestApplication(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    script("start", "echo start >>calls; [ -e broken ] && cat broken && exit 1; touch running");
    script("stop", "echo stop >>calls; [ -p gate ] && cat gate; rm -f running; exit 0");
    script("status", "[ -e running ] || exit 3");
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/health", this::health, () -> "{\"health\":\"OK\"}");
    answer("/version", () -> 200, () -> "{\"version\":\"25.1.0\"}");
    answer("/maintenance/info", () -> refusesToken.get() ? 401 : 200, this::maintenanceInfo);
    answer("/maintenance/enable", () -> told(true), () -> "");
    answer("/maintenance/disable", () -> told(false), () -> "");
    web.start();
  }

  public String policy() {
    String base = "http://127.0.0.1:" + web.getAddress().getPort();
    return """
    application.start=%1$s/start
    application.stop=%1$s/stop
    application.status=%1$s/status
    application.health=%2$s/health
    application.version=%2$s/version
    application.maintenance=%2$s/maintenance
    """
        .formatted(folder, base);
  }

  public boolean running() {
    return Files.exists(folder.resolve("running"));
  }

  public void setRunning() throws IOException {
    Files.writeString(folder.resolve("running"), "");
  }

  /** From now on it dies at boot. */
  public void breakIt() throws IOException {
    breakIt("");
  }

  /** From now on it dies at boot with these words. */
  public void breakIt(String words) throws IOException {
    Files.writeString(folder.resolve("broken"), words);
  }

  /** Makes the next stop wait until {@link #openGate}. */
  public void closeGate() throws IOException, InterruptedException {
    int made = new ProcessBuilder("mkfifo", folder.resolve("gate").toString()).start().waitFor();
    if (made != 0) {
      throw new IOException("mkfifo failed");
    }
  }

  public void openGate() throws IOException {
    Files.writeString(folder.resolve("gate"), "go\n");
  }

  /** What was called, in order. */
  public List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private void script(String name, String body) throws IOException {
    script(folder, name, body);
  }

  /** Writes a program of that name into the folder, which is where it works. */
  public static void script(Path folder, String name, String body) throws IOException {
    TestScript.write(folder.resolve(name), "cd %s%n%s".formatted(folder, body));
  }

  /** As GoCD says it: what it is at is told only while it is in maintenance mode. */
  private String maintenanceInfo() {
    return maintenance.get()
        ? """
        {"is_maintenance_mode":true,"attributes":{"has_running_systems":%s,"running_systems":
        {"building_jobs":[{"pipeline_name":"p","stage_name":"s","name":"j"}],
        "material_update_in_progress":[%s]}}}
        """
            .formatted(busy, updating.get() ? "{}" : "")
        : "{\"is_maintenance_mode\":false}";
  }

  private int health() {
    healthAsked.incrementAndGet();
    return running() ? 200 : 503;
  }

  private int told(boolean wanted) {
    if (refusesToken.get() || refusesOrders.get()) {
      return 401;
    }
    return maintenance.getAndSet(wanted) == wanted ? 409 : 204;
  }

  private interface Status {
    int now();
  }

  private interface Body {
    String now();
  }

  private void answer(String path, Status status, Body body) {
    web.createContext(
        path,
        exchange -> {
          byte[] bytes = body.now().getBytes(StandardCharsets.UTF_8);
          int code = status.now();
          exchange.sendResponseHeaders(code, code == 204 ? -1 : bytes.length);
          if (code != 204) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
  }

  @Override
  public void close() {
    web.stop(0);
  }
}
