package dev.baton.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.protocol.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Calls one control plane; whatever is no success ends the command with a sentence. */
public final class ApiClient {

  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);

  /** Checks ask every host, and each may take its time to fall silent. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(70);

  private final ApiTarget target;
  private final Duration limit;
  private final HttpClient http;

  public ApiClient(ApiTarget target) {
    this(target, ANSWERED_WITHIN);
  }

  /**
   * One that has its own patience.
   *
   * @param limit for a whole answer, its body too
   */
  ApiClient(ApiTarget target, Duration limit) {
    this.target = target;
    this.limit = limit;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTED_WITHIN);
    target.authority().ifPresent(file -> builder.sslContext(ServerTrust.of(file)));
    this.http = builder.build();
  }

  /** The answer, in JSON. */
  public ApiAnswer get(RequestPath path) {
    return get(path, ApiAnswer.JSON);
  }

  /** The answer, in that media type. */
  public ApiAnswer get(RequestPath path, String mediaType) {
    return send(request(path, mediaType).GET().build(), "").expected(mediaType);
  }

  /** The answer, in JSON; empty where there is nothing of that name. */
  public Optional<ApiAnswer> find(RequestPath path) {
    ApiAnswer answer = send(request(path, ApiAnswer.JSON).GET().build(), "");
    return answer.isNotFound() ? Optional.empty() : Optional.of(answer.expected(ApiAnswer.JSON));
  }

  /** Has a change judged that is not made, as its body says: a lost answer is asked for again. */
  public ApiAnswer judge(RequestPath path, Map<String, ?> body) {
    return send(post(path, body, UUID.randomUUID().toString()).build(), "")
        .expected(ApiAnswer.JSON);
  }

  /**
   * Makes a change, once for each key.
   *
   * @param ifMatch the version that was looked at; empty when it does not matter
   */
  public ApiAnswer post(
      RequestPath path, Map<String, ?> body, String key, Optional<String> ifMatch) {
    HttpRequest.Builder request = post(path, body, key);
    ifMatch.ifPresent(version -> request.header("If-Match", "\"" + version + "\""));
    return send(
            request.build(),
            "; it may have taken effect: the same command with --idempotency-key %s has its effect once"
                .formatted(key))
        .expected(ApiAnswer.JSON);
  }

  private HttpRequest.Builder post(RequestPath path, Map<String, ?> body, String key) {
    return request(path, ApiAnswer.JSON)
        .header("Content-Type", ApiAnswer.JSON)
        .header("Idempotency-Key", "\"" + key + "\"")
        .POST(BodyPublishers.ofString(Json.write(body)));
  }

  private HttpRequest.Builder request(RequestPath path, String mediaType) {
    return HttpRequest.newBuilder(URI.create(target.url() + path.text()))
        .timeout(limit)
        .header("Accept", mediaType)
        .header("Authorization", "Bearer " + target.token());
  }

  /**
   * @param lost what to add when the call was perhaps taken and its answer did not come
   */
  private ApiAnswer send(HttpRequest request, String lost) {
    try {
      HttpResponse<String> response = whole(request);
      return new ApiAnswer(
          target.url().toString(),
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(
          "no control plane answers at %s (%s); start it, or name another with --url or --context"
              .formatted(target.url(), why(e)));
    } catch (SSLHandshakeException e) {
      throw unreachable(
          "%s is not trusted (%s); name the authority of its certificate with --authority"
              .formatted(target.url(), why(e)));
    } catch (HttpTimeoutException e) {
      throw unreachable(
          "%s gave no answer within %d s%s".formatted(target.url(), limit.toSeconds(), lost));
    } catch (IOException e) {
      throw unreachable(
          "%s gave no answer that can be read (%s)%s".formatted(target.url(), why(e), lost));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(lost);
    }
  }

  /** The answer with its body; the time limit of a request alone ends with the header. */
  private HttpResponse<String> whole(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString(UTF_8));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("its body did not end");
    } finally {
      // Without effect on an answer that is there.
      answer.cancel(true);
    }
  }

  private static CommandFailure interrupted(String lost) {
    return new CommandFailure(ExitCode.FAILED, "interrupted" + lost);
  }

  private static CommandFailure unreachable(String sentence) {
    return new CommandFailure(ExitCode.UNREACHABLE, sentence);
  }

  /** In a few words; the client wraps what it was told, and often says nothing itself. */
  private static String why(IOException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnresolvedAddressException) {
      return "there is no host of that name";
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection within %d s".formatted(CONNECTED_WITHIN.toSeconds());
    }
    String message = root.getMessage();
    return message == null ? "connection refused" : message;
  }
}
