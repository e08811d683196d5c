package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampedPathTest {

  @TempDir private Path folder;

  @Test
  void isBesideTheFolderAndKnownAgain() {
    Path data = folder.resolve("data");

    Path old = TimestampedPath.beside(data, "old");

    assertThat(old).hasParentRaw(folder);
    assertThat(TimestampedPath.made(data, "old", old.getFileName().toString())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "data.old-",
        "data.old-yesterday",
        "data.new-20260102T030405006Z",
        "data2.old-20260102T030405006Z",
        "data.old-20260102T030405006Z.tar"
      })
  void takesNoOtherNameForItsOwn(String name) {
    assertThat(TimestampedPath.made(folder.resolve("data"), "old", name)).isFalse();
  }

  @Test
  void listsOldestFirst() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path second = Files.createDirectory(folder.resolve("data.old-20260102T030405006Z"));
    Path first = Files.createDirectory(folder.resolve("data.old-20250102T030405006Z"));
    Files.createDirectory(folder.resolve("data.mine"));

    assertThat(TimestampedPath.all(data, "old")).containsExactly(first, second);
    assertThat(TimestampedPath.newest(data, "old")).contains(second);
    assertThat(TimestampedPath.newest(data, "rewound")).isEmpty();
  }
}
