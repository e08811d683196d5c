package dev.baton.agent.files;

import static dev.baton.protocol.ActionType.FILES_DIGEST;
import static dev.baton.protocol.ActionType.FILES_RECEIVE;
import static dev.baton.protocol.ActionType.FILES_SEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.agent.TestAgent;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.SmallDisk;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real agents; files go from east to west without passing the control plane. */
class FilesBetweenAgentsTest {

  @TempDir private Path folder;
  private TestCertificates authority;
  private TestApplication application;
  private TestAgent east;
  private TestAgent west;

  @BeforeEach
  void startTwoAgents() throws Exception {
    authority = new TestCertificates(folder.resolve("ca"));
    application = new TestApplication(folder.resolve("app"));
    east = agent("east", "");
    west = agent("west", application.policy());
    write("east/etc/cruise-config.xml", "<cruise/>");
    write("east/plugins/a.jar", "a");
    write("east/plugins/deep/b.jar", "b".repeat(100_000));
    write("east/plugins/db.properties", "db.host=east");
    write("west/plugins/old.jar", "old");
  }

  private TestAgent agent(String host, String more) throws Exception {
    String files =
        """
        file.cruise-config.xml=%1$s/etc/cruise-config.xml
        file.cipher.aes=%1$s/etc/cipher.aes
        folder.plugins=%1$s/plugins
        """
            .formatted(folder.resolve(host));
    return new TestAgent(folder.resolve(host + "-agent"), authority, host, files + more);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @AfterEach
  void stopThem() throws Exception {
    east.close();
    west.close();
    application.close();
  }

  @Test
  void aFullDiskOfTheReceiverIsNamedAndNothingHalfSentStays() throws Exception {
    Files.createDirectory(folder.resolve("north"));
    try (SmallDisk disk = SmallDisk.at(folder.resolve("north/plugins"));
        TestAgent north = agent("north", "")) {
      var opened = north.perform(FILES_RECEIVE, Map.of("ticket", "ticket-full", "from", "east"));

      TestCaller.Reply sent =
          east.perform(
              FILES_SEND,
              Map.of("ticket", "ticket-full", "to", "127.0.0.1:" + north.port(), "host", "north"));

      assertThat(opened.text("state")).isEqualTo("SUCCEEDED");
      assertThat(sent.text("state")).isEqualTo("FAILED");
      assertThat(sent.text("error"))
          .contains("No space left on device")
          .contains("the disk of " + disk.path().resolve("deep") + " is full");
      assertThat(disk.path().resolve("deep")).isEmptyDirectory();
    }
  }

  @CanIgnoreReturnValue
  private TestCaller.Reply open(String ticket, String from) throws Exception {
    return west.perform(FILES_RECEIVE, Map.of("ticket", ticket, "from", from));
  }

  private TestCaller.Reply send(String ticket, String host) throws Exception {
    return east.perform(
        FILES_SEND, Map.of("ticket", ticket, "to", "127.0.0.1:" + west.port(), "host", host));
  }

  @Test
  void makesTheOtherSideEqualAndSendsOnlyWhatDiffers() throws Exception {
    TestCaller.Reply opened = open("ticket-1", "east");
    TestCaller.Reply sent = send("ticket-1", "west");
    TestCaller.Reply here = east.read(FILES_DIGEST, Map.of());
    TestCaller.Reply there = west.read(FILES_DIGEST, Map.of());
    open("ticket-2", "east");
    TestCaller.Reply again = send("ticket-2", "west");

    assertThat(opened.text("state")).isEqualTo("SUCCEEDED");
    assertThat(sent.text("state")).as("%s", sent.body()).isEqualTo("SUCCEEDED");
    assertThat(sent.result("sent")).isEqualTo("cruise-config.xml,plugins");
    assertThat(sent.result("removed")).isEqualTo("plugins/old.jar");
    assertThat(there.result("plugins")).isEqualTo(here.result("plugins"));
    assertThat(there.result("cruise-config.xml")).isEqualTo(here.result("cruise-config.xml"));
    assertThat(there.result("cipher.aes")).isEqualTo("absent");
    assertThat(folder.resolve("west/plugins/db.properties")).doesNotExist();
    assertThat(sent.result("overwritten"))
        .startsWith("plugins in " + folder.resolve("west/.plugins.overwritten"));
    assertThat(again.result("bytes")).isEqualTo("0");
    assertThat(again.body().toString()).doesNotContain("overwritten");
  }

  @Test
  void aLinkInAFolderIsNamedWhereverItLeads() throws Exception {
    Path out = folder.resolve("east/plugins/out.jar");
    Path inside = folder.resolve("east/plugins/deep/inside.jar");
    Files.createSymbolicLink(out, folder.resolve("elsewhere"));
    TestCaller.Reply leadsOut = east.read(FILES_DIGEST, Map.of());
    Files.delete(out);
    Files.createSymbolicLink(inside, Path.of("b.jar"));
    TestCaller.Reply leadsInside = east.read(FILES_DIGEST, Map.of());

    assertThat(leadsOut.text("error")).startsWith(out + " is a link, and links are not copied");
    assertThat(leadsInside.text("error")).startsWith(inside + " is a link");
  }

  /** They are there for as long as a process is. */
  @Test
  void aPipeInAFolderIsLeftOut() throws Exception {
    TestCaller.Reply before = east.read(FILES_DIGEST, Map.of());
    Path pipe = folder.resolve("east/plugins/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    TestCaller.Reply after = east.read(FILES_DIGEST, Map.of());

    assertThat(after.result("plugins")).isEqualTo(before.result("plugins"));
  }

  @Test
  void aDiskThatIsMountedInsideAFolderIsNamedAndNothingIsSent() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("east/plugins/store"))) {
      TestCaller.Reply digests = east.read(FILES_DIGEST, Map.of());
      open("ticket-1", "east");
      TestCaller.Reply sent = send("ticket-1", "west");

      assertThat(digests.text("error")).startsWith(disk.path() + " is a mount point");
      assertThat(sent.body().toString()).contains(disk.path() + " is a mount point");
      assertThat(folder.resolve("west/plugins/old.jar")).hasContent("old");
    }
  }

  /** As where its disk was not mounted. */
  @Test
  void aFolderThatIsEmptyOnTheSenderAloneRemovesNothing() throws Exception {
    write("west/etc/cruise-config.xml", "<cruise/>");
    Files.move(folder.resolve("east/plugins"), folder.resolve("east/away"));
    open("ticket-1", "east");
    TestCaller.Reply gone = send("ticket-1", "west");
    Files.createDirectory(folder.resolve("east/plugins"));
    open("ticket-2", "east");
    TestCaller.Reply empty = send("ticket-2", "west");

    for (TestCaller.Reply sent : new TestCaller.Reply[] {gone, empty}) {
      assertThat(sent.text("state")).isEqualTo("FAILED");
      assertThat(sent.text("error"))
          .startsWith(folder.resolve("east/plugins") + " is empty or gone here, and not on west");
    }
    assertThat(folder.resolve("west/plugins/old.jar")).hasContent("old");
  }

  @Test
  void aFileThatWasCutOffOnTheSenderOverwritesNothing() throws Exception {
    write("west/etc/cruise-config.xml", "<cruise/>");
    write("east/etc/cruise-config.xml", "");
    open("ticket-1", "east");

    TestCaller.Reply sent = send("ticket-1", "west");

    assertThat(sent.text("error")).contains("cruise-config.xml is empty or gone here");
    assertThat(folder.resolve("west/etc/cruise-config.xml")).hasContent("<cruise/>");
  }

  /** A change that was acknowledged while a switch was under way, found on the old primary. */
  @Test
  void senderKnowsTooWhatWasChangedThereSince() throws Exception {
    open("ticket-1", "east");
    TestCaller.Reply sent = send("ticket-1", "west");
    boolean agreed = "true".equals(east.read(FILES_DIGEST, Map.of()).result("agreed"));
    write("east/etc/cruise-config.xml", "<cruise late='1'/>");
    TestCaller.Reply opened =
        east.perform(FILES_RECEIVE, Map.of("ticket", "ticket-2", "from", "west"));
    TestCaller.Reply back =
        west.perform(
            FILES_SEND,
            Map.of("ticket", "ticket-2", "to", "127.0.0.1:" + east.port(), "host", "east"));

    assertThat(sent.text("state")).as("%s", sent.body()).isEqualTo("SUCCEEDED");
    assertThat(agreed).isTrue();
    assertThat(opened.text("state")).isEqualTo("SUCCEEDED");
    assertThat(back.result("overwritten"))
        .startsWith("cruise-config.xml in " + folder.resolve("east/etc/.cruise-config.xml.over"));
    assertThat(folder.resolve("east/etc/cruise-config.xml")).hasContent("<cruise/>");
    assertThat(folder.resolve("east/.plugins.overwritten")).doesNotExist();
  }

  @Test
  void writesNothingUnderARunningApplication() throws Exception {
    TestCaller.Reply early = open("ticket-1", "east");
    application.setRunning();
    TestCaller.Reply sent = send("ticket-1", "west");
    TestCaller.Reply late = open("ticket-2", "east");

    assertThat(early.text("state")).isEqualTo("SUCCEEDED");
    assertThat(sent.text("error")).contains("the application runs here");
    assertThat(late.text("error")).contains("the application runs here");
    assertThat(folder.resolve("west/etc")).doesNotExist();
  }

  @Test
  void aTicketIsForOneHostOnce() throws Exception {
    open("ticket-1", "north");
    TestCaller.Reply wrongHost = send("ticket-1", "west");
    open("ticket-2", "east");
    TestCaller.Reply first = send("ticket-2", "west");
    TestCaller.Reply second = send("ticket-2", "west");
    TestCaller.Reply wrongReceiver = send("ticket-2", "south");

    assertThat(wrongHost.text("error")).contains("not-allowed");
    assertThat(first.text("state")).isEqualTo("SUCCEEDED");
    assertThat(second.text("error")).contains("not-allowed");
    assertThat(wrongReceiver.text("state")).isEqualTo("FAILED");
  }

  @Test
  void aNameThatLeavesItsFolderIsRefused() throws Exception {
    SyncedFiles files =
        new SyncedFiles(
            new Policy.FilesPart(
                Map.of("plugins", folder.resolve("west/plugins")), Optional.empty()),
            folder.resolve("state"));

    for (String name :
        new String[] {"plugins/../../x", "plugins/", "plugins/.", "plugins/db.properties", "x"}) {
      assertThat(refused(files, name)).as(name).isTrue();
    }
  }

  private static boolean refused(SyncedFiles files, String name) {
    try {
      return files.placeOf(name) == null;
    } catch (FailedException refusal) {
      return true;
    }
  }
}
