package dev.baton.eventlog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointConfigTest {

  @Test
  void needsNothing() {
    CheckpointConfig config = config(Map.of());

    assertThat(config.key()).isEqualTo(Path.of("/data/checkpoint.key"));
    assertThat(config.interval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.file()).isEqualTo(Path.of("/data/checkpoints.ndjson"));
    assertThat(config.push()).isEmpty();
  }

  @Test
  void takesEverySetting() {
    CheckpointConfig config =
        config(
            Map.of(
                "baton.checkpoint.key", "/keys/log.pem",
                "baton.checkpoint.interval", "PT10M",
                "baton.checkpoint.file", "/mnt/elsewhere/checkpoints.ndjson",
                "baton.checkpoint.push", "http://127.0.0.1:9000/checkpoints"));

    assertThat(config.key()).isEqualTo(Path.of("/keys/log.pem"));
    assertThat(config.interval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.file()).isEqualTo(Path.of("/mnt/elsewhere/checkpoints.ndjson"));
    assertThat(config.push()).contains(URI.create("http://127.0.0.1:9000/checkpoints"));
  }

  private static CheckpointConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(CheckpointConfig.class)
        .withDefaultValue("baton.data", "/data")
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(CheckpointConfig.class);
  }
}
