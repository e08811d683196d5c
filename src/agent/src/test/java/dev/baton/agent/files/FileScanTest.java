package dev.baton.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.os.FailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScanTest {

  @TempDir private Path folder;

  private String found(String name, String kind) {
    return String.join("\0", folder.toString(), name, kind, "3 1.5 1.5 7", "3", "1.5", "1", "root")
        + "\0";
  }

  private Map<String, ScannedFile> parsed(String found) throws FailedException {
    return FileScan.parsed(found, Optional.empty(), Map.of(folder.toString(), "plugins"));
  }

  /** To find, what was removed after it had listed the folder is a file that it cannot read. */
  @Test
  void fileThatWasRemovedDuringTheScanIsPassedOver() throws Exception {
    Files.writeString(folder.resolve("a.jar"), "abc");

    assertThat(parsed(found("gone.jar", "-") + found("a.jar", "f")))
        .containsOnlyKeys("plugins/a.jar");
  }

  @Test
  void fileThatCannotBeReadAndIsThereIsNamed() throws Exception {
    Path locked = Files.writeString(folder.resolve("locked.jar"), "abc");

    assertThatThrownBy(() -> parsed(found("locked.jar", "-")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining(locked + " cannot be read by the agent");
  }
}
