package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.policy.PolicyFile;
import dev.baton.agent.tls.AgentTls;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are renewed or taken back while an agent runs. */
class AgentCertificatesTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String HOST = "baton://host/east-app";

  @TempDir private Path folder;
  private ServingHost host;

  @BeforeEach
  void startAnAgent() throws Exception {
    host = new ServingHost(folder);
  }

  @AfterEach
  void stopIt() throws Exception {
    host.close();
  }

  private Certificate shown() throws Exception {
    try (SSLSocket socket = host.agent().newCaller().open()) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private TestCaller caller(TestCertificates.Credentials own) throws Exception {
    return new TestCaller(host.agent().port(), host.authority(), own);
  }

  private TestCaller.Reply hand(Path list) throws Exception {
    return host.agent()
        .caller()
        .send("PUT", "/v1/revocations", Json.write(Map.of("list", Files.readString(list))));
  }

  @Test
  void showsARenewedCertificateWithoutARestart() throws Exception {
    Certificate before = shown();

    TestCertificates.Credentials renewed = host.authority().issue("east-app", HOST);

    assertThat(renewed.certificate()).exists();
    await().atMost(SOON).until(() -> !shown().equals(before));
    assertThat(host.agent().caller().get("/v1/hello").status()).isEqualTo(200);
  }

  @Test
  void keepsTheFormerOnesWhileNewOnesDoNotGoTogether() throws Exception {
    Path file = TestAgent.policyFile(folder.resolve("other"), host.authority(), "west-app", "");
    AgentTls tls = new AgentTls(PolicyFile.read(file));
    SSLContext before = tls.context();
    TestCertificates.Credentials own = host.authority().issue("later", "baton://host/west-app");

    move(own.certificate(), "west-app.crt");
    tls.refresh();
    SSLContext between = tls.context();
    move(own.key(), "west-app.key");
    tls.refresh();

    assertThat(between).isSameAs(before);
    assertThat(tls.context()).isNotSameAs(before);
  }

  private void move(Path file, String over) throws IOException {
    Path there = host.authority().trust().resolveSibling(over);
    assertThat(Files.move(file, there, StandardCopyOption.REPLACE_EXISTING)).exists();
  }

  @Test
  void letsARevokedControlPlaneGoAndNoOther() throws Exception {
    TestCertificates.Credentials stolen =
        host.authority().issue("stolen", "baton://control-plane/b");
    try (SSLSocket standing = caller(stolen).open()) {
      TestCaller.Reply taken = hand(host.authority().revoke(1, stolen.certificate()));

      assertThat(taken.status()).as("%s", taken.body()).isEqualTo(200);
      await().atMost(SOON).until(() -> ended(standing));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> caller(stolen).get("/v1/hello"));
      assertThat(host.agent().caller().get("/v1/hello").status()).isEqualTo(200);
    }
  }

  @Test
  void remembersWhoWasRevokedAcrossARestart() throws Exception {
    TestCertificates.Credentials stolen =
        host.authority().issue("stolen", "baton://control-plane/b");
    TestCaller.Reply taken = hand(host.authority().revoke(1, stolen.certificate()));

    host.agent().restart();

    assertThat(taken.status()).isEqualTo(200);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> caller(stolen).get("/v1/hello"));
  }

  @Test
  void takesNoListOfAnotherAuthorityAndNoOlderOne() throws Exception {
    TestCertificates others = new TestCertificates(folder.resolve("other-ca"));

    TestCaller.Reply foreign = hand(others.revoke(9));
    TestCaller.Reply second = hand(host.authority().revoke(2));
    TestCaller.Reply first = hand(host.authority().revoke(1));
    TestCaller.Reply nonsense =
        host.agent().caller().send("PUT", "/v1/revocations", "{\"list\":\"none\"}");

    assertThat(foreign.text("message")).contains("no trusted authority has signed it");
    assertThat(second.status()).isEqualTo(200);
    assertThat(first.text("message")).contains("it is older than the list in force");
    assertThat(nonsense.status()).isEqualTo(403);
  }

  private static boolean ended(SSLSocket socket) {
    try {
      socket.setSoTimeout(100);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
