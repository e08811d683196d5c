package dev.baton.eventlog;

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
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  CheckpointPush(URI target) {
    this.target = target;
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
      throw new IOException("%s answered %d".formatted(target, status));
    }
  }
}
