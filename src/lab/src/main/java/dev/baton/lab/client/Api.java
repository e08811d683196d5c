package dev.baton.lab.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Baton's REST API, called as any other program would. */
public final class Api {

  private static final Duration LIMIT = Duration.ofSeconds(70);

  /** PostgreSQL gives a dead stream up after 60 s (wal_sender_timeout). */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Set<Integer> NOT_YET = Set.of(409, 422, 503);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final JsonMapper json = new JsonMapper();
  private final URI base;
  private final String token;

  public Api(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** What came back, whatever the status; the body is an empty object when there was none. */
  public record Answer(int status, JsonNode body) {

    public boolean succeeded() {
      return status / 100 == 2;
    }

    /** Whether it is the problem of that slug, {@code not-ready} say. */
    public boolean is(String slug) {
      return body.path("type").asText().equals("/problems/" + slug);
    }

    /** What a problem says, with the fields and checks it names. */
    public String problem() {
      return "%d %s: %s".formatted(status, body.path("title").asText(), body);
    }
  }

  /** The body of a GET that must succeed. */
  public JsonNode get(String path) {
    return succeeded("GET " + path, tryGet(path));
  }

  /** The body of a GET that must succeed, in another form than JSON. */
  public String get(String path, String mediaType) {
    return body(
        path, request(path).setHeader("Accept", mediaType).GET().build(), BodyHandlers.ofString());
  }

  /** The lines of a stream that does not end, to be closed by whoever asked for it. */
  public Stream<String> follow(String path) {
    HttpRequest endless =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    return body(path, endless, BodyHandlers.ofLines());
  }

  private <T> T body(String path, HttpRequest request, BodyHandler<T> handler) {
    try {
      HttpResponse<T> response = client.send(request, handler);
      if (response.statusCode() != 200) {
        throw new LabException("GET %s was answered %d".formatted(path, response.statusCode()));
      }
      return response.body();
    } catch (IOException e) {
      throw new LabException("GET " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /** The answer to a GET, whatever it is. */
  public Answer tryGet(String path) {
    return send(request(path).GET());
  }

  /** The body of a POST that must succeed. */
  public JsonNode post(String path, Map<String, ?> body) {
    return succeeded("POST " + path, tryPost(path, body));
  }

  /**
   * Posts again for 90 seconds while it is refused for what may pass: not observed yet, not in sync
   * yet, the last run just ending.
   */
  public JsonNode postWhenReady(String path, Map<String, ?> body) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = tryPost(path, body);
    while (NOT_YET.contains(answer.status()) && System.nanoTime() < deadline) {
      Await.pause(Duration.ofMillis(500));
      answer = tryPost(path, body);
    }
    return succeeded("POST " + path, answer);
  }

  /** The answer to a POST under a new idempotency key. */
  public Answer tryPost(String path, Map<String, ?> body) {
    return tryPost(path, body, UUID.randomUUID().toString());
  }

  /** The answer to a POST under that idempotency key. */
  public Answer tryPost(String path, Map<String, ?> body, String key) {
    return send(posting(request(path), body, key));
  }

  /** The answer to a move of an operation, made on what was last seen of it. */
  public Answer tryMove(JsonNode operation, String move, Map<String, ?> body) {
    String path = "/v1/operations/%s/%s".formatted(operation.path("operation").asText(), move);
    String etag = "\"" + operation.path("version").asText() + "\"";
    return send(
        posting(request(path).header("If-Match", etag), body, UUID.randomUUID().toString()));
  }

  private HttpRequest.Builder posting(
      HttpRequest.Builder request, Map<String, ?> body, String key) {
    try {
      return request
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", "\"" + key + "\"")
          .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(LIMIT)
        .header("Accept", "application/json, application/problem+json")
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    HttpRequest complete = request.build();
    try {
      HttpResponse<String> response = client.send(complete, BodyHandlers.ofString());
      String body = response.body();
      return new Answer(response.statusCode(), json.readTree(body.isBlank() ? "{}" : body));
    } catch (IOException e) {
      throw new LabException(
          "%s %s: %s".formatted(complete.method(), complete.uri(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private static JsonNode succeeded(String call, Answer answer) {
    if (!answer.succeeded()) {
      throw new LabException(call + " was answered " + answer.problem());
    }
    return answer.body();
  }
}
