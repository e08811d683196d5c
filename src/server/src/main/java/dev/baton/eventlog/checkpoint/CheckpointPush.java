package dev.baton.eventlog.checkpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends checkpoints to a web server; any answer of 2xx means that it has them. */
final class CheckpointPush implements CheckpointSink {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI target;
  private final String shown;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * @throws IllegalArgumentException when it holds a user name or password, which no request takes
   *     from a URL
   */
  CheckpointPush(URI target) {
    if (target.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "baton.checkpoint.push holds a user name or password; name the web server without them");
    }
    this.target = target;
    // Whoever knows the path of a webhook may call it.
    this.shown = target.getScheme() + "://" + target.getRawAuthority();
  }

  @Override
  public void take(Checkpoint checkpoint) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(target)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(checkpoint.toJson()))
            .build();
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("%s answered %d".formatted(shown, status));
    }
  }
}
