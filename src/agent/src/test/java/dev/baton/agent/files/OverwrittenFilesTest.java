package dev.baton.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.SmallDisk;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.EvidenceKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was changed on a host is not lost when another site's files come over it. */
class OverwrittenFilesTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-02T03:04:05Z");

  @TempDir private Path folder;
  private Path config;
  private Path single;
  private SyncedFiles files;

  @BeforeEach
  void haveItems() throws IOException {
    Files.createDirectory(folder.resolve("state"));
    config = Files.createDirectory(folder.resolve("config"));
    single = folder.resolve("x.xml");
    files = files(Map.of("config", config, "x.xml", single));
  }

  private SyncedFiles files(Map<String, Path> items) {
    return new SyncedFiles(new Policy.FilesPart(items, Optional.empty()), folder.resolve("state"));
  }

  @CanIgnoreReturnValue
  private List<String> receive(Transfer transfer) throws Exception {
    return new FileReceiver(files).receive(transfer.stream());
  }

  private static Transfer sent(String name, String text) {
    return new Transfer().with(name, text, LONG_AGO);
  }

  /** The one file that is kept of an item, whatever the time it was kept at. */
  private static Path kept(Path item, String name) throws IOException {
    try (Stream<Path> times = Files.list(OverwrittenFiles.beside(item))) {
      List<Path> all = times.filter(time -> Files.exists(time.resolve(name))).toList();
      assertThat(all).hasSize(1);
      return all.getFirst().resolve(name);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @Test
  void whatWasChangedSinceItWasTheSameIsKeptAndNamed() throws Exception {
    receive(sent("config/deep/a", "one"));
    write(config.resolve("deep/a"), "mine");

    List<String> named = receive(sent("config/deep/a", "two"));

    Path kept = kept(config, "deep/a");
    Path deep = VerifiedWriter.parent(kept);
    Path time = VerifiedWriter.parent(deep);
    assertThat(kept).hasContent("mine");
    assertThat(config.resolve("deep/a")).hasContent("two");
    assertThat(named).containsExactly("config in " + time);
    for (Path made : List.of(deep, time, OverwrittenFiles.beside(config))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void whatWasReceivedLastIsNotKeptHoweverNewItIs() throws Exception {
    receive(sent("config/a", "one"));

    List<String> named = receive(sent("config/a", "two"));

    assertThat(named).isEmpty();
    assertThat(OverwrittenFiles.beside(config)).doesNotExist();
  }

  @Test
  void whatWasSentLastIsNotKept() throws Exception {
    write(config.resolve("a"), "one");
    files.agreed().agree(files.manifest());

    assertThat(receive(sent("config/a", "two"))).isEmpty();
  }

  @Test
  void removedFileIsKeptOnlyWhenItWasMadeHere() throws Exception {
    receive(sent("config/theirs", "theirs"));
    write(config.resolve("mine"), "mine");

    List<String> named = receive(new Transfer().without("config/theirs").without("config/mine"));

    assertThat(config).isEmptyDirectory();
    assertThat(named).hasSize(1);
    assertThat(kept(config, "mine")).hasContent("mine");
    assertThat(kept(config, "mine").resolveSibling("theirs")).doesNotExist();
  }

  @Test
  void singleFileIsKeptBesideItself() throws Exception {
    receive(sent("x.xml", "one"));
    write(single, "mine");

    receive(sent("x.xml", "two"));

    assertThat(kept(single, "x.xml")).hasContent("mine");
    assertThat(single).hasContent("two");
  }

  @Test
  void beforeTheFirstTransferTheOlderOneGivesWay() throws Exception {
    write(config.resolve("older"), "mine");
    write(config.resolve("younger"), "mine");
    Instant theirs = Instant.now().minus(Duration.ofHours(1));
    Files.setLastModifiedTime(
        config.resolve("older"), FileTime.from(theirs.minus(Duration.ofHours(1))));

    receive(
        new Transfer()
            .with("config/older", "theirs", theirs)
            .with("config/younger", "theirs", theirs));

    assertThat(kept(config, "younger")).hasContent("mine");
    assertThat(kept(config, "younger").resolveSibling("older")).doesNotExist();
  }

  @Test
  void isRememberedThroughARestart() throws Exception {
    receive(sent("config/a", "one"));
    files = files(Map.of("config", config, "x.xml", single));

    assertThat(receive(sent("config/a", "two"))).isEmpty();
  }

  @Test
  void keptFilesOfATransferThatBrokeOffAreNamedByTheNextOne() throws Exception {
    receive(sent("config/a", "one"));
    write(config.resolve("a"), "mine");
    assertThatThrownBy(() -> new FileReceiver(files).receive(sent("config/a", "two").cutOff()))
        .isInstanceOf(IOException.class);
    write(config.resolve("a"), "two");

    assertThat(receive(sent("config/a", "two"))).singleElement().asString().contains("config in ");
    assertThat(receive(sent("config/a", "two"))).isEmpty();
  }

  @Test
  void newestTenTimesAreKept() throws Exception {
    Path all = OverwrittenFiles.beside(config);
    for (int day = 10; day < 22; day++) {
      write(all.resolve("202001%dT030405006Z/a".formatted(day)), "old");
    }
    write(all.resolve("notes/a"), "an owner's");
    write(all.resolve("29990102T030405006Z/a"), "by a clock that was ahead");
    receive(sent("config/a", "one"));
    write(config.resolve("a"), "mine");

    receive(sent("config/a", "two"));

    assertThat(all.resolve("20200113T030405006Z")).doesNotExist();
    assertThat(all.resolve("20200114T030405006Z/a")).exists();
    assertThat(all.resolve("notes/a")).exists();
    try (Stream<Path> times = Files.list(all)) {
      assertThat(times).hasSize(11);
    }
  }

  @Test
  void fullDiskIsNamedBeforeAnythingIsOverwritten() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("small"))) {
      Path item = Files.createDirectory(disk.path().resolve("config"));
      files = files(Map.of("config", item));
      receive(sent("config/a", "one").with("config/big", "one", LONG_AGO));
      write(item.resolve("a"), "mine");
      write(item.resolve("big"), "mine".repeat(8_000));

      assertThatThrownBy(() -> receive(sent("config/a", "two").with("config/big", "two", LONG_AGO)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("is full");

      assertThat(item.resolve("a")).hasContent("mine");
      assertThat(item.resolve("big")).hasSize(32_000);
      assertThat(OverwrittenFiles.beside(item)).isEmptyDirectory();
    }
  }

  @Test
  void fileThatWasNotAnnouncedIsRefused() throws Exception {
    write(config.resolve("a"), "mine");
    byte[] all = sent("config/b", "two").stream().readAllBytes();
    byte[] other = sent("config/a", "two").stream().readAllBytes();
    System.arraycopy(other, other.length / 2, all, all.length / 2, all.length / 2);

    assertThatThrownBy(() -> new FileReceiver(files).receive(new ByteArrayInputStream(all)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("was not announced");
    assertThat(config.resolve("a")).hasContent("mine");
  }

  @Test
  void whatIsKeptIsNoPartOfAnItemThatIsAbove() throws Exception {
    files = files(Map.of("all", folder, "config", config));
    receive(sent("config/a", "one"));
    write(config.resolve("a"), "mine");
    receive(sent("config/a", "two"));

    assertThat(OverwrittenFiles.beside(config)).exists();
    assertThat(files.manifest().keySet()).noneMatch(name -> name.contains("overwritten"));
  }

  @Test
  void changesHereAreReportedOnceBothSitesWereTheSame() throws Exception {
    write(config.resolve("a"), "one");
    Map<String, String> never = files.digests();
    receive(sent("config/a", "one"));
    Map<String, String> level = files.digests();
    write(config.resolve("a"), "mine");
    Map<String, String> changed = files.digests();

    assertThat(never)
        .containsEntry(EvidenceKey.AGREED.wireName(), "false")
        .doesNotContainKey(EvidenceKey.CHANGED_HERE.wireName());
    assertThat(level)
        .containsEntry(EvidenceKey.AGREED.wireName(), "true")
        .doesNotContainKey(EvidenceKey.CHANGED_HERE.wireName());
    assertThat(changed)
        .containsEntry(EvidenceKey.AGREED.wireName(), "false")
        .containsEntry(EvidenceKey.CHANGED_HERE.wireName(), "config")
        .containsKey(EvidenceKey.CHANGED_HERE_AT.wireName());
  }

  @Test
  void folderThatRootMadeALinkIsSyncedAsTheOneItLeadsTo() throws Exception {
    write(folder.resolve("elsewhere/a"), "one");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    Policy.FilesPart items =
        new Policy.FilesPart(Map.of("link", link, "config", config), Optional.empty());
    files = new SyncedFiles(items, folder.resolve("state"));

    assertThat(files.manifest()).containsOnlyKeys("link/a");
    assertThat(SyncedFiles.emptyFolders(items)).containsExactly("config");
  }
}
