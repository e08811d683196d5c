package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.TestCertificates;
import dev.baton.pair.HostId;
import dev.baton.protocol.Pem;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateExpiryTest {

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @ParameterizedTest(name = "{0} days before: {1} alarms, {2} findings")
  @CsvSource({"31, 0, 0", "29, 0, 3", "8, 0, 3", "6, 3, 0", "-1, 3, 0"})
  void findsFirstAndThenAlarms(int days, int alarms, int findings) throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    TestCertificates.Credentials own = authority.issue("own", "baton://control-plane/a");
    Instant end = Pem.certificates(own.certificate()).getFirst().getNotAfter().toInstant();
    AgentClientPool pool =
        new AgentClientPool(vertx, TestHosts.config(own.certificate(), own.key(), own.trust()));
    HostId host = new HostId("east-app");

    var client = pool.to(host);
    CertificateExpiry expiry =
        new CertificateExpiry(
            pool, () -> end.minus(Duration.ofDays(days)), Optional.of(List.of(own.certificate())));

    assertThat(client).isNotNull();
    assertThat(expiry.alarms(Set.of(host))).hasSize(alarms);
    assertThat(expiry.findings(Set.of(host))).hasSize(findings);
  }

  @Test
  void saysNothingBeforeThereAreCertificates() {
    AgentClientPool pool = new AgentClientPool(vertx, TestHosts.config(folder, folder, folder));

    CertificateExpiry expiry = new CertificateExpiry(pool, Instant::now, Optional.empty());

    assertThat(expiry.alarms(Set.of(new HostId("east-app")))).isEmpty();
  }
}
