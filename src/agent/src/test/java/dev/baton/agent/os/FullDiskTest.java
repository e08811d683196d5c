package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full is named as such, with its folder; nothing half-written stays there. */
class FullDiskTest {

  private static final String LARGE = "x".repeat(200_000);

  @TempDir private Path folder;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.at(folder.resolve("small"));
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  @Test
  void ownFileKeepsItsTextAndTheFailureNamesFolderAndMount() throws Exception {
    Path file = disk.path().resolve("epochs.json");
    DurableFiles.replace(file, "before");

    assertThatThrownBy(() -> DurableFiles.replace(file, LARGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("the disk of %s is full", disk.path())
        .hasMessageContaining("(tmpfs)")
        .hasMessageContaining("free space there");

    assertThat(file).hasContent("before");
    assertThat(disk.path().resolve("epochs.json.new")).doesNotExist();
  }

  @Test
  void fileInAnAccountsFolderKeepsItsTextAndTheFailureNamesTheFolder() throws Exception {
    ServiceFolder service = ServiceFolder.of(disk.path(), Optional.empty());
    service.replace("settings", "before");

    assertThatThrownBy(() -> service.replace("settings", LARGE))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("the disk of %s is full", disk.path());

    assertThat(disk.path().resolve("settings")).hasContent("before");
  }

  @Test
  void programOfPostgresIsExplainedByTheFolderItWroteTo() throws Exception {
    Programs.Exit exit =
        Programs.run(
            java.util.List.of(
                "/bin/sh", "-c", "head -c 200000 /dev/zero >%s/f".formatted(disk.path())),
            Deadline.in(Duration.ofSeconds(10)));

    assertThat(FullDisk.explain(exit.lastLines(3), disk.path()))
        .contains("No space left on device; the disk of " + disk.path());
    assertThat(FullDisk.explain("connection refused", disk.path())).isEqualTo("connection refused");
  }

  @Test
  void failureWithoutWordsIsPutDownToADiskWithoutRoomAlone() throws Exception {
    assertThat(FullDisk.suspect("it ended", disk.path())).isEqualTo("it ended");
    assertThatThrownBy(
            () -> Files.writeString(disk.path().resolve("f"), LARGE, StandardOpenOption.CREATE))
        .isInstanceOf(IOException.class);

    assertThat(FullDisk.suspect("it ended", disk.path()))
        .startsWith("it ended; the disk of " + disk.path());
  }

  @Test
  void whatACrashLeftHalfWrittenIsRemovedButNotWhatOthersWrite() throws Exception {
    for (String name : new String[] {"epochs.json.new", "release.json.new", "epochs.json"}) {
      Files.writeString(disk.path().resolve(name), "half");
    }

    DurableFiles.removeLeftovers(disk.path(), Set.of("release.json"));

    assertThat(disk.path()).isDirectoryNotContaining("glob:**epochs.json.new");
    assertThat(disk.path().resolve("release.json.new")).exists();
    assertThat(disk.path().resolve("epochs.json")).exists();
  }
}
