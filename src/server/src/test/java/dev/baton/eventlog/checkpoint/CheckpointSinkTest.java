package dev.baton.eventlog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSinkTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private CheckpointKey key;
  private HttpServer server;
  private final Queue<String> received = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    key = CheckpointKey.in(folder.resolve("checkpoint.key"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fileKeepsWhatItTookInOrder() throws Exception {
    var file = new CheckpointFile(folder.resolve("new/checkpoints.ndjson"));

    file.take(checkpoint(1));
    file.take(checkpoint(2));

    assertThat(file.read()).containsExactly(checkpoint(1), checkpoint(2));
    assertThat(Files.readString(folder.resolve("new/checkpoints.ndjson")))
        .startsWith("{\"number\":1,\"installation\":\"log-1\",\"seq\":10,\"hash\":\"")
        .contains("\",\"time\":\"2026-01-31T08:15:30.123450Z\",\"key\":\"")
        .doesNotContain("verifies")
        .hasLineCount(2);
    assertThat(file.read()).allMatch(Checkpoint::verifies);
  }

  @Test
  void fileGetsOverALineThatWasCutShort() throws Exception {
    Path path = folder.resolve("checkpoints.ndjson");
    var file = new CheckpointFile(path);
    file.take(checkpoint(1));
    Files.writeString(path, "{\"number\":2,", StandardOpenOption.APPEND);

    assertThat(file.read()).containsExactly(checkpoint(1));
    file.take(checkpoint(3));
    assertThat(file.read()).containsExactly(checkpoint(1), checkpoint(3));
  }

  @Test
  void fileNamesTheLineThatIsNoCheckpoint() throws Exception {
    Path path = folder.resolve("checkpoints.ndjson");
    var file = new CheckpointFile(path);
    file.take(checkpoint(1));
    Files.writeString(path, "{\"number\":2}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(file::read)
        .isInstanceOf(IOException.class)
        .hasMessage("line 2 of %s is no checkpoint".formatted(path));
  }

  @Test
  void pushRepeatsUntilItIsTakenAndKeepsTheOrder() throws Exception {
    var calls = new AtomicInteger();
    answer(call -> calls.incrementAndGet() == 1 ? 503 : 204);
    var delivery = new CheckpointDelivery("push", new CheckpointPush(target()));

    delivery.add(checkpoint(1));
    delivery.add(checkpoint(2));

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(List.copyOf(received))
                .containsExactly(
                    checkpoint(1).toJson(), checkpoint(1).toJson(), checkpoint(2).toJson()));
    delivery.stop();
  }

  @Test
  void pushWaitsForAServerThatIsNotThereYet() throws Exception {
    URI target = target();
    int port = server.getAddress().getPort();
    server.stop(0);
    var delivery = new CheckpointDelivery("push", new CheckpointPush(target));
    delivery.add(checkpoint(1));

    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    answer(call -> 200);
    server.start();

    await().atMost(LONG).until(() -> received.contains(checkpoint(1).toJson()));
    delivery.stop();
  }

  @Test
  void aServerThatNeverAnswersHoldsNobodyUp() throws Exception {
    var asked = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    answer(call -> {
      asked.countDown();
      end.await();
      return 200;
    });
    var delivery = new CheckpointDelivery("push", new CheckpointPush(target()));

    delivery.add(checkpoint(1));
    asked.await();
    delivery.add(checkpoint(2));
    delivery.stop();

    assertThat(received).containsExactly(checkpoint(1).toJson());
    end.countDown();
  }

  private interface Answer {
    int status(HttpExchange call) throws InterruptedException;
  }

  private void answer(Answer answer) {
    server.createContext(
        "/checkpoints",
        call -> {
          received.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          try {
            call.sendResponseHeaders(answer.status(call), -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          call.close();
        });
  }

  private URI target() {
    return URI.create("http://127.0.0.1:%d/checkpoints".formatted(server.getAddress().getPort()));
  }

  private Checkpoint checkpoint(long number) {
    Instant time = Instant.parse("2026-01-31T08:15:30.123450Z");
    return Checkpoint.signed(number, "log-1", 10 * number, "ab".repeat(32), time, key);
  }
}
