package dev.baton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.os.ServiceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoConfigurationTest {

  @TempDir private Path folder;

  @Test
  void backslashesAndQuotesOfAValueAreDoubled() throws Exception {
    Path file =
        Files.writeString(folder.resolve("postgresql.auto.conf"), "a = 'x\\\\y'\nb = '1'\n");

    AutoConfiguration.put(
        ServiceFolder.of(folder, Optional.empty()), Map.of("b", "password='it\\'s'"));

    assertThat(file).hasContent("a = 'x\\\\y'\nb = 'password=''it\\\\''s'''\n");
  }
}
