package dev.baton.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who shows no certificate cannot keep out who does. */
class StrangersTest {

  /** Type handshake, TLS 1.0 as in every first record, 512 bytes; and then only ten of them. */
  private static final byte[] HALF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3, 7, 7, 7, 7};

  @TempDir private Path folder;
  private TestApplication application;
  private TestAgent agent;
  private RawSockets sockets;

  @BeforeEach
  void startAnAgent() throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
    agent = new TestAgent(folder.resolve("agent"), authority, "east-app", application.policy());
    sockets = new RawSockets(agent.port());
  }

  @AfterEach
  void stopIt() throws Exception {
    sockets.close();
    agent.close();
    application.close();
  }

  private String freshHello() throws Exception {
    return agent.newCaller().get("/v1/hello").text("host");
  }

  @Test
  void twoHundredIdleOnesAndTwoHundredHalfHellosKeepNobodyOut() throws Exception {
    for (int i = 0; i < 200; i++) {
      Socket idle = sockets.open(i, new byte[0]);
      Socket half = sockets.open(i, HALF_HELLO);
      assertThat(idle.isConnected() && half.isConnected()).isTrue();
    }

    String fresh = freshHello();
    String standing = agent.caller().get("/v1/hello").text("host");

    assertThat(fresh).isEqualTo("east-app");
    assertThat(standing).isEqualTo("east-app");
  }

  @Test
  void whoShowsNoCertificateGoesAfterFiveSeconds() throws Exception {
    Socket idle = sockets.open(1, new byte[0]);
    Socket half = sockets.open(2, HALF_HELLO);

    await()
        .atMost(Duration.ofSeconds(9))
        .until(() -> RawSockets.ended(idle) && RawSockets.ended(half));
  }

  @Test
  void standingConnectionsAndLongPollsLiveThroughAStorm() throws Exception {
    long number = Long.parseLong(agent.caller().get("/v1/observation?wait=1").text("number"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Integer> poll =
          CompletableFuture.supplyAsync(() -> poll(number + 100), threads);
      for (int i = 0; i < 1_000; i++) {
        assertThat(sockets.open(i, HALF_HELLO).isConnected()).isTrue();
      }
      assertThat(poll.join()).isEqualTo(200);
    }
  }

  private int poll(long after) {
    try {
      return agent.caller().get("/v1/observation?wait=3&after=" + after).status();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Test
  void halfARequestUnderACertificateEndsAfterTenSeconds() throws Exception {
    SSLSocket head = agent.newCaller().open();
    SSLSocket body = agent.newCaller().open();
    sockets.toBeClosed(head, body);

    head.getOutputStream().write("GET /v1/hel".getBytes(StandardCharsets.US_ASCII));
    body.getOutputStream()
        .write(
            "PUT /v1/actions/x HTTP/1.1\r\nContent-Length: 50\r\n\r\n{"
                .getBytes(StandardCharsets.US_ASCII));

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> RawSockets.ended(head) && RawSockets.ended(body));
  }

  @Test
  void answersWhatIsNoRequestAndHangsUp() throws Exception {
    SSLSocket odd = agent.newCaller().open();
    sockets.toBeClosed(odd);

    odd.getOutputStream()
        .write(
            "PUT /v1/x HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));

    assertThat(new String(odd.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 400 ")
        .contains("Connection: close", "content-length makes no sense");
  }
}
