package dev.baton.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("systemd")
class RootFileSystemIT {

  private static final List<String> SMALL = List.of("systemd", "systemd-sysv");

  @TempDir private Path cache;

  @AfterEach
  void removeIt() {
    LabFiles.remove(new RootFileSystem(cache, SMALL).folder());
  }

  @Test
  void halfMadeOneIsMadeAnewAndAWholeOneIsKept() throws Exception {
    assumeTrue(Prerequisites.missing().isEmpty(), "needs root on Debian");
    RootFileSystem files = new RootFileSystem(cache, SMALL);
    Path half = files.folder().resolveSibling(files.folder().getFileName() + ".part");
    LabFiles.write(half.resolve("usr/bin/env"), "half of it");
    List<String> progress = new ArrayList<>();

    Path made = files.made(progress::add);
    Files.writeString(made.resolve("etc/mark"), "kept");
    Path again = files.made(progress::add);

    assertThat(half).doesNotExist();
    assertThat(made.resolve("usr/lib/systemd/systemd")).isExecutable();
    assertThat(again.resolve("etc/mark")).hasContent("kept");
    assertThat(progress.stream().filter(line -> line.startsWith("root file system"))).hasSize(1);
  }

  @Test
  void otherPackagesMakeAnotherOne() {
    Path plain = new RootFileSystem(cache, List.of("systemd")).folder();
    Path more = new RootFileSystem(cache, List.of("systemd", "cron")).folder();

    assertThat(plain).isNotEqualTo(more);
  }
}
