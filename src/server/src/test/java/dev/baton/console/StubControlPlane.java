package dev.baton.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Serves the console's own files and canned answers of the API, and emits events when told. */
final class StubControlPlane implements AutoCloseable {

  static final String TOKEN = "baton_right";

  private static final Path PAGES = Path.of("src", "main", "resources", "META-INF", "resources");
  private static final Path ANSWERS = Path.of("src", "test", "resources", "console");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  /** {@code $-30} in an answer is the time half a minute before it is given. */
  private static final Pattern AGO = Pattern.compile("\\$-(\\d+)");

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<OutputStream> followers = new CopyOnWriteArrayList<>();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final List<String> guards = new CopyOnWriteArrayList<>();

  StubControlPlane(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::page);
    server.createContext("/v1/", this::api);
    server.start();
    answer("/v1/pairs", canned("pairs.json"));
    answer("/v1/pairs/ci", pair());
    answer("/v1/stop", "{\"stopped\":false,\"operations\":[]}");
    answer("/v1/pairs/ci/sync", canned("sync.json"));
    answer("/v1/operations/op-1", canned("operation.json"));
    answer("/v1/events", canned("events.json"));
    answer("/v1/operations/op-1/report", "# Report");
    answer("/v1/pairs/ci/runbook", "# Runbook");
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(String path, String json) {
    answers.put(path, json);
  }

  static String canned(String file) {
    try {
      return Files.readString(ANSWERS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one pair of the list. */
  static String pair() {
    return canned("pairs.json").replaceAll("(?s)^\\{\"pairs\":\\[|\\]\\}\\s*$", "");
  }

  boolean followed() {
    return !followers.isEmpty();
  }

  /** Bodies of changing calls, oldest first. */
  List<String> posted() {
    return List.copyOf(posted);
  }

  /** What each changing call had as If-Match, oldest first; {@code none} without. */
  List<String> guards() {
    return List.copyOf(guards);
  }

  /** Sends one event the way the framework does, with a field the standard does not know. */
  void emit(long seq, String json) throws IOException {
    String message = "content-type:application/json\nid:%d\ndata:%s\n\n".formatted(seq, json);
    for (OutputStream follower : followers) {
      follower.write(message.getBytes(StandardCharsets.UTF_8));
      follower.flush();
    }
  }

  private void page(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    Path file = PAGES.resolve(path.equals("/") ? "index.html" : path.substring(1)).normalize();
    if (!file.startsWith(PAGES) || !Files.isRegularFile(file)) {
      reply(call, 404, "text/plain", "nothing here");
      return;
    }
    String extension = path.equals("/") ? "html" : path.substring(path.lastIndexOf('.') + 1);
    reply(call, 200, TYPES.getOrDefault(extension, "text/plain"), Files.readString(file));
  }

  private void api(HttpExchange call) throws IOException {
    if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
      reply(call, 401, "application/problem+json", "{\"detail\":\"The token is not known.\"}");
    } else if (call.getRequestURI().getPath().equals("/v1/events/stream")) {
      call.getResponseHeaders().add("Content-Type", "text/event-stream");
      call.sendResponseHeaders(200, 0);
      call.getResponseBody().write(":\n\n".getBytes(StandardCharsets.UTF_8));
      call.getResponseBody().flush();
      followers.add(call.getResponseBody());
    } else if (call.getRequestMethod().equals("POST")) {
      try (InputStream body = call.getRequestBody()) {
        posted.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      guards.add(call.getRequestHeaders().getOrDefault("If-Match", List.of("none")).getFirst());
      reply(call, 202, "application/json", canned("operation.json"));
    } else {
      Optional<String> answer = Optional.ofNullable(answers.get(call.getRequestURI().getPath()));
      reply(call, answer.isPresent() ? 200 : 404, "application/json", answer.orElse("{}"));
    }
  }

  private static void reply(HttpExchange call, int status, String type, String text)
      throws IOException {
    Instant now = Instant.now();
    byte[] bytes =
        AGO.matcher(text)
            .replaceAll(ago -> now.minusSeconds(Long.parseLong(ago.group(1))).toString())
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
    call.sendResponseHeaders(status, bytes.length);
    try (OutputStream body = call.getResponseBody()) {
      body.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
