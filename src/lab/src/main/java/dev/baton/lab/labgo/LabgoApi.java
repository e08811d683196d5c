package dev.baton.lab.labgo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of GoCD's HTTP API that moving it needs, and one call that writes a row. */
final class LabgoApi implements HttpHandler {

  static final String VERSION = "25.1.0";

  private static final List<String> ACCEPTED =
      List.of("application/vnd.go.cd.v1+json", "application/vnd.go.cd+json");
  // What a health that is asked for in these types answers, although it is JSON.
  private static final List<String> ELSEWHERE = List.of("application/json", "text/html");
  private static final Pattern ROW =
      Pattern.compile(
          "\\{\\s*\"id\"\\s*:\\s*\"([0-9a-f-]{36})\"\\s*,\\s*\"run\"\\s*:\\s*\"([\\w-]*)\"\\s*}");

  private final LabgoState state;
  private final LabgoDatabase database;
  private final String token;
  private final Path runningJobs;

  LabgoApi(LabgoState state, LabgoDatabase database, String token, Path runningJobs) {
    this.state = state;
    this.database = database;
    this.token = token;
    this.runningJobs = runningJobs;
  }

  private record Answer(int status, String type, String body) {

    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }

    static Answer message(int status, String message) {
      return json(
          status, "{\"message\":\"" + message.replace('"', '\'').replace('\n', ' ') + "\"}");
    }
  }

  private static final Answer NOT_FOUND =
      new Answer(404, "text/plain", "The url you are trying to reach appears to be incorrect.");

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!state.enter()) {
        send(exchange, Answer.message(503, "labgo is stopping"));
        return;
      }
      try {
        send(exchange, answer(exchange, new String(body, UTF_8)));
      } finally {
        state.leave();
      }
    }
  }

  private Answer answer(HttpExchange exchange, String body) throws IOException {
    if (state.phase() == LabgoState.Phase.BOOTING) {
      return starting(header(exchange, "Accept"));
    }
    return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
      case "GET /go/api/v1/health" ->
          ELSEWHERE.contains(header(exchange, "Accept"))
              ? NOT_FOUND
              : Answer.json(200, "{\"health\":\"OK\"}");
      case "GET /go/api/version" -> accepted(exchange) ? version() : NOT_FOUND;
      case "GET /go/api/admin/maintenance_mode/info" -> admin(exchange, false, this::maintenance);
      case "POST /go/api/admin/maintenance_mode/enable" ->
          admin(exchange, true, () -> maintenance(true));
      case "POST /go/api/admin/maintenance_mode/disable" ->
          admin(exchange, true, () -> maintenance(false));
      case "POST /go/api/labgo/rows" -> insert(body);
      case "GET /go/api/labgo/rows" -> count(exchange.getRequestURI().getQuery());
      default -> NOT_FOUND;
    };
  }

  private static Answer starting(String accept) {
    String words = "GoCD server is starting";
    if (accept.contains("json")) {
      return Answer.message(503, words);
    }
    return accept.contains("html")
        ? new Answer(503, "text/html", "<html><body><h1>" + words + "</h1></body></html>")
        : new Answer(503, "text/plain", words);
  }

  private static Answer version() {
    return Answer.json(
        200,
        "{\"version\":\"%1$s\",\"build_number\":\"0\",\"git_sha\":\"labgo\",\"full_version\":\"%1$s (labgo, a stand-in for GoCD)\"}"
            .formatted(VERSION));
  }

  private interface AdminCall {
    Answer make() throws IOException;
  }

  private Answer admin(HttpExchange exchange, boolean confirm, AdminCall call) throws IOException {
    if (!accepted(exchange)) {
      return NOT_FOUND;
    }
    String expected = "Bearer " + token;
    if (!MessageDigest.isEqual(
        expected.getBytes(UTF_8), header(exchange, "Authorization").getBytes(UTF_8))) {
      return Answer.message(401, "You are not authenticated!");
    }
    return confirm && !"true".equals(header(exchange, "X-GoCD-Confirm"))
        ? Answer.message(400, "the header X-GoCD-Confirm: true is missing")
        : call.make();
  }

  private Answer maintenance(boolean on) {
    if (state.changeMaintenance(on)) {
      return new Answer(204, "", "");
    }
    return Answer.message(
        409,
        "Failed to %s maintenance mode. Server is %s in maintenance mode."
            .formatted(on ? "enable" : "disable", on ? "already" : "not"));
  }

  /** What still runs is told only while it is on. */
  private Answer maintenance() throws IOException {
    if (!state.maintenance()) {
      return Answer.json(
          200, "{\"is_maintenance_mode\":false,\"metadata\":{\"updated_by\":\"admin\"}}");
    }
    String jobs =
        Files.exists(runningJobs)
            ? Files.readAllLines(runningJobs).stream()
                .map(LabgoApi::buildingJob)
                .collect(Collectors.joining(","))
            : "";
    return Answer.json(
        200,
        """
        {"is_maintenance_mode":true,"metadata":{"updated_by":"admin"},"attributes":{"has_running_systems":%b,\
        "running_systems":{"material_update_in_progress":[],"building_jobs":[%s],"scheduled_jobs":[]}}}\
        """
            .formatted(!jobs.isEmpty(), jobs));
  }

  /** Of a line PIPELINE/STAGE/JOB. */
  private static String buildingJob(String line) {
    String[] names = line.replaceAll("[\"\\\\]", "").split("/", -1);
    return """
    {"pipeline_name":"%s","pipeline_counter":1,"stage_name":"%s","stage_counter":"1","name":"%s",\
    "state":"Building","scheduled_date":"2026-01-02T03:04:05Z","agent_uuid":"%s"}\
    """
        .formatted(
            names[0],
            names.length > 1 ? names[1] : "stage",
            names[names.length - 1],
            new UUID(0, 1));
  }

  private Answer insert(String body) {
    if (state.maintenance()) {
      return Answer.message(503, "Server is in maintenance mode, please try later.");
    }
    Matcher row = ROW.matcher(body);
    if (!row.matches()) {
      return Answer.message(400, "expected {\"id\":uuid,\"run\":word}");
    }
    try {
      database.insert(UUID.fromString(row.group(1)), row.group(2));
      return Answer.json(201, "{\"id\":\"%s\"}".formatted(row.group(1)));
    } catch (SQLException e) {
      return Answer.message(500, String.valueOf(e.getMessage()));
    }
  }

  private Answer count(String query) {
    if (query == null || !query.matches("run=[\\w-]*")) {
      return Answer.message(400, "expected ?run=word");
    }
    try {
      return Answer.json(200, "{\"rows\":" + database.count(query.substring(4)) + "}");
    } catch (SQLException e) {
      return Answer.message(500, String.valueOf(e.getMessage()));
    }
  }

  private static boolean accepted(HttpExchange exchange) {
    return ACCEPTED.contains(header(exchange, "Accept"));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body.getBytes(UTF_8);
    if (bytes.length == 0) {
      exchange.sendResponseHeaders(answer.status, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", answer.type);
    exchange.sendResponseHeaders(answer.status, bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }
}
