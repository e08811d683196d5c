package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs, signals and folders of a Linux host. */
class ProcessesTest {

  private static final int TERM = 15;

  @TempDir private Path folder;

  private static Process sleeper() throws Exception {
    return new ProcessBuilder("/bin/sleep", "60").start();
  }

  @Test
  void aProgramHasAnEnvironmentOfItsOwn() throws Exception {
    Programs.Exit outcome =
        Programs.run(
            List.of("/bin/sh", "-c", "echo $LC_ALL:$HOME:$PWD >&2; exit 3"),
            Deadline.in(Duration.ofSeconds(10)));

    assertThat(outcome).isEqualTo(new Programs.Exit(3, "C::/\n"));
  }

  @Test
  @Timeout(30)
  void aProgramIsEndedAtItsDeadlineWithItsChildren() {
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() ->
            Programs.run(
                List.of("/bin/sh", "-c", "sleep 60; exit 0"), Deadline.in(Duration.ofMillis(100))))
        .withMessage("sh did not end in time");
  }

  @Test
  void theSameWordsRunWhereNoOtherUserIsAskedFor() {
    List<String> words = List.of("/bin/true");

    assertThat(Programs.as(Optional.empty(), words)).isEqualTo(words);
    assertThat(Programs.as(Optional.of("root"), words)).isEqualTo(words);
    assertThat(Programs.nameOf(List.of("/usr/bin/setpriv", "--reuid=a", "/opt/x/start")))
        .isEqualTo("start");
  }

  @Test
  void aSignalEndsAProcessAndASecondOneIsNoError() throws Exception {
    Process sleeper = sleeper();

    assertThat(ProcessStat.alive(sleeper.pid())).isTrue();
    assertThat(ProcessStat.commandLine(sleeper.pid())).isEqualTo("/bin/sleep 60 ");
    assertThat(ProcessStat.awaits(sleeper.pid(), Set.of(TERM))).isFalse();
    Signals.send("TERM", sleeper.pid());
    assertThat(sleeper.waitFor()).isEqualTo(128 + TERM);
    Signals.send("TERM", sleeper.pid());
    assertThat(ProcessStat.alive(sleeper.pid())).isFalse();
    assertThat(ProcessStat.commandLine(sleeper.pid())).isEmpty();
    assertThat(ProcessStat.awaits(sleeper.pid(), Set.of(TERM))).isFalse();
  }

  @Test
  void aSignalNobodyCouldSendIsSaid() throws Exception {
    Process sleeper = sleeper();
    try {
      assertThatExceptionOfType(FailedException.class)
          .isThrownBy(() -> Signals.send("NONE", sleeper.pid()))
          .withMessageContaining("signal NONE");
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void removingAFolderFollowsNoLink() throws Exception {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Path precious = Files.writeString(kept.resolve("precious"), "x");
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.createDirectory(old.resolve("deep"));
    Files.writeString(old.resolve("deep/file"), "x");
    Files.createSymbolicLink(old.resolve("folder"), kept);
    Files.createSymbolicLink(old.resolve("file"), precious);

    ServiceFolder.remove(old, Optional.empty(), Deadline.in(Duration.ofSeconds(10)));

    assertThat(old).doesNotExist();
    assertThat(precious).hasContent("x");
  }

  @Test
  void theEndOfAFileIsEnoughForASentence() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "one\ntwo\nthree\n");

    assertThat(Tail.lines(log, Optional.empty(), 2)).isEqualTo("two | three");
    assertThat(Tail.since(log, Optional.empty(), 8)).isEqualTo("three\n");
    assertThat(Tail.lines(folder.resolve("none"), Optional.empty(), 2)).isEmpty();
  }

  @Test
  @Timeout(30)
  void aWatchdogRunsItsActionUnlessItIsCancelled() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    AtomicBoolean cancelledOne = new AtomicBoolean();

    Watchdog.after(Duration.ofHours(1), () -> cancelledOne.set(true)).close();
    try (Watchdog.Armed armed = Watchdog.after(Duration.ofMillis(1), ran::countDown)) {
      assertThat(ran.await(20, TimeUnit.SECONDS)).as("%s", armed).isTrue();
    }
    assertThat(cancelledOne).isFalse();
  }
}
