package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotentCallsTest {

  @Test
  void callThatIsStillBeingAnsweredIsToBeRepeatedLater() throws Exception {
    String key = UUID.randomUUID().toString();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Response> first = callers.submit(() -> post(key));
      boolean begun = SlowResource.BEGUN.tryAcquire(60, TimeUnit.SECONDS);

      Response meanwhile = post(key);
      SlowResource.MAY_END.release();

      assertThat(begun).isTrue();
      assertThat(meanwhile.statusCode()).isEqualTo(409);
      assertThat(meanwhile.jsonPath().getString("type")).isEqualTo("/problems/call-under-way");
      assertThat(meanwhile.header("Retry-After")).isEqualTo("5");
      assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  private static Response post(String key) {
    return asAdmin()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body("{\"reason\":\"test\"}")
        .post("/v1/slow");
  }
}
