package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.http.ProblemException;
import dev.baton.pair.MaintenanceWindow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryRequestTest {

  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private static RecoveryRequest request(
      boolean home, @Nullable String notBefore, @Nullable String notAfter) {
    return new RecoveryRequest(
        null, home, null, null, null, notBefore, notAfter, "test", null, null, null);
  }

  @Test
  void windowIsReadWithItsOffset() {
    MaintenanceWindow window =
        request(true, "2026-02-01T02:00:00+01:00", "2026-02-01T04:00:00+01:00").window(NOW);

    assertThat(window)
        .isEqualTo(
            new MaintenanceWindow(
                Optional.of(Instant.parse("2026-02-01T01:00:00Z")),
                Optional.of(Instant.parse("2026-02-01T03:00:00Z"))));
  }

  @Test
  void withoutOneAnyTimeWillDo() {
    assertThat(request(false, null, null).window(NOW)).isEqualTo(MaintenanceWindow.ANY);
  }

  @ParameterizedTest(name = "home {0}, from {1} to {2}: {3}")
  @CsvSource({
    "false, 2026-02-01T02:00:00Z, , notBefore",
    "true, 2026-02-01T02:00:00, , notBefore",
    "true, , tomorrow, notAfter",
    "true, , 2026-01-31T23:59:59Z, notAfter",
    "true, 2026-02-01T04:00:00Z, 2026-02-01T03:00:00Z, notAfter"
  })
  void windowThatCannotBeMeantIsRefused(
      boolean home, @Nullable String from, @Nullable String to, String field) {
    RecoveryRequest request = request(home, from, to);

    assertThatThrownBy(() -> request.window(NOW))
        .isInstanceOf(ProblemException.class)
        .satisfies(e -> assertThat(((ProblemException) e).problem().toString()).contains(field));
  }
}
