package dev.baton.agent.files;

import static dev.baton.protocol.ActionType.FILES_DIGEST;
import static dev.baton.protocol.ActionType.FILES_RECEIVE;
import static dev.baton.protocol.ActionType.FILES_SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.TestAgent;
import dev.baton.agent.TestCaller;
import dev.baton.agent.TestCertificates;
import dev.baton.agent.os.FileOwner;
import dev.baton.agent.os.PathSwapper;
import dev.baton.agent.os.ServiceHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application's account may try while its files go from one agent to another (S18). */
@Tag("postgres")
class ServiceAccountFilesTest {

  private static final String USER = "daemon";

  @TempDir private Path folder;
  private ServiceHome home;
  private TestAgent east;
  private TestAgent west;
  private int tickets;

  @BeforeEach
  void startTwoAgents() throws Exception {
    assumeThat(ServiceHome.possible(USER))
        .as("needs root and an account '%s' to act as", USER)
        .isTrue();
    home = new ServiceHome(USER);
    home.does(
        "/bin/sh",
        "-c",
        "cd $0 && mkdir -p east/plugins/deep west/plugins && echo '<cruise/>' >east/config.xml"
            + " && echo a >east/plugins/a.jar && echo b >east/plugins/deep/b.jar",
        home.path().toString());
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    east = agent(authority, "east");
    west = agent(authority, "west");
  }

  private TestAgent agent(TestCertificates authority, String host) throws Exception {
    String files =
        """
        file.config.xml=%1$s/config.xml
        folder.plugins=%1$s/plugins
        files.user=%2$s
        """
            .formatted(home.path().resolve(host), USER);
    return new TestAgent(folder.resolve(host + "-agent"), authority, host, files);
  }

  @AfterEach
  void nothingOfRootsIsTouched() throws Exception {
    if (home != null) {
      east.close();
      west.close();
      home.assertForeignUntouched();
      home.close();
    }
  }

  private TestCaller.Reply send() throws Exception {
    String ticket = "ticket-" + ++tickets;
    TestCaller.Reply opened = west.perform(FILES_RECEIVE, Map.of("ticket", ticket, "from", "east"));
    if (!opened.text("state").equals("SUCCEEDED")) {
      return opened;
    }
    return east.perform(
        FILES_SEND, Map.of("ticket", ticket, "to", "127.0.0.1:" + west.port(), "host", "west"));
  }

  @Test
  void whatArrivesBelongsToTheAccount() throws Exception {
    TestCaller.Reply sent = send();

    assertThat(sent.text("state")).as("%s", sent.body()).isEqualTo("SUCCEEDED");
    for (String name : new String[] {"config.xml", "plugins/deep", "plugins/deep/b.jar"}) {
      Path arrived = home.path().resolve("west").resolve(name);
      assertThat(Files.getOwner(arrived).getName()).as(name).isEqualTo(USER);
    }
    assertThat(west.read(FILES_DIGEST, Map.of()).result("plugins"))
        .isEqualTo(east.read(FILES_DIGEST, Map.of()).result("plugins"));
  }

  @Test
  void aLinkedSubFolderOfTheReceiverIsRefused() throws Exception {
    Path deep = home.path().resolve("west/plugins/deep");
    home.does("/bin/ln", "-s", home.vault() + "/deep", deep.toString());

    TestCaller.Reply sent = send();

    assertThat(sent.body().toString()).contains("foreign-path").contains(deep + " is a link");
  }

  @Test
  void aFolderOfTheReceiverThatIsALinkIsRefused() throws Exception {
    Path plugins = home.path().resolve("west/plugins");
    home.does("/bin/rmdir", plugins.toString());
    home.does("/bin/ln", "-s", home.vault().toString(), plugins.toString());

    TestCaller.Reply refused = send();

    assertThat(refused.text("refusal")).isEqualTo("foreign-path");
    assertThat(refused.body().toString()).contains(plugins + " is a link");
  }

  private void changeAtTheReceiver() throws Exception {
    assertThat(send().text("state")).isEqualTo("SUCCEEDED");
    home.does("/bin/sh", "-c", "echo mine >" + home.path().resolve("west/plugins/a.jar"));
  }

  @Test
  void whatIsOverwrittenIsKeptAsTheAccounts() throws Exception {
    changeAtTheReceiver();

    TestCaller.Reply sent = send();

    Path kept = Path.of(sent.result("overwritten").substring("plugins in ".length()));
    assertThat(kept.resolve("a.jar")).hasContent("mine");
    for (Path made : new Path[] {VerifiedWriter.parent(kept), kept, kept.resolve("a.jar")}) {
      assertThat(Files.getOwner(made).getName()).as("%s", made).isEqualTo(USER);
    }
  }

  @Test
  void aLinkInThePlaceOfTheKeptFolderIsRefusedBeforeAnythingIsOverwritten() throws Exception {
    changeAtTheReceiver();
    Path kept = home.path().resolve("west/.plugins.overwritten");
    home.does("/bin/ln", "-s", home.vault().toString(), kept.toString());

    TestCaller.Reply sent = send();

    assertThat(sent.body().toString()).contains("foreign-path").contains(kept + " is a link");
    assertThat(home.path().resolve("west/plugins/a.jar")).hasContent("mine");
  }

  @Test
  void aHardLinkOfTheReceiverIsNeitherKeptNorOverwritten() throws Exception {
    changeAtTheReceiver();
    Path file = home.path().resolve("west/plugins/a.jar");
    Path other = Files.writeString(home.root().resolve("other"), ServiceHome.SECRET);
    Files.delete(file);
    Files.createLink(file, other);

    TestCaller.Reply sent = send();

    assertThat(sent.body().toString()).contains(file + " is a hard link");
    assertThat(home.path().resolve("west/.plugins.overwritten")).doesNotExist();
    assertThat(other).hasContent(ServiceHome.SECRET);
  }

  @Test
  void aFileThatBecameALinkIsNeitherDigestedNorSent() throws Exception {
    Path file = home.path().resolve("east/config.xml");
    home.does("/bin/ln", "-sfnT", home.vault() + "/file", file.toString());

    TestCaller.Reply digests = east.read(FILES_DIGEST, Map.of());
    TestCaller.Reply sent = send();

    assertThat(digests.text("error")).isEqualTo(file + " is a link");
    assertThat(sent.text("refusal")).isEqualTo("foreign-path");
    assertThat(home.path().resolve("west/config.xml")).doesNotExist();
  }

  @Test
  void aLinkInAFolderIsRefusedAndNothingIsSent() throws Exception {
    Path link = home.path().resolve("east/plugins/c.jar");
    home.does("/bin/ln", "-s", home.vault() + "/file", link.toString());

    TestCaller.Reply sent = send();

    assertThat(sent.body().toString()).contains(link + " is a link");
    assertThat(home.path().resolve("west/plugins")).isEmptyDirectory();
  }

  @Test
  void aFileThatTheAccountCannotReadIsNamedAndNothingIsSent() throws Exception {
    Path file = Files.writeString(home.path().resolve("east/plugins/c.jar"), ServiceHome.SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    TestCaller.Reply digests = east.read(FILES_DIGEST, Map.of());
    TestCaller.Reply sent = send();

    assertThat(digests.text("error")).startsWith(file + " cannot be read by " + USER);
    assertThat(sent.text("error")).startsWith(file + " cannot be read by " + USER);
    assertThat(home.path().resolve("west/plugins")).isEmptyDirectory();
  }

  @Test
  void aFileThatChangedItsOwnerIsNamed() throws Exception {
    Path file = home.path().resolve("east/plugins/a.jar");
    FileOwner.give(file, Optional.of("nobody"));

    TestCaller.Reply digests = east.read(FILES_DIGEST, Map.of());

    assertThat(digests.text("error")).isEqualTo(file + " belongs to nobody, not to " + USER);
  }

  @Test
  void aHardLinkInAFolderIsRefused() throws Exception {
    Path other = Files.writeString(home.root().resolve("other"), ServiceHome.SECRET);
    Path plugin = home.path().resolve("east/plugins/c.jar");
    Files.createLink(plugin, other);

    assertThat(send().body().toString()).contains(plugin + " is a hard link");
    assertThat(home.path().resolve("west/plugins/c.jar")).doesNotExist();
  }

  @Test
  void foldersThatAreExchangedUnderTheReceiverLeadNowhere() throws Exception {
    assertNothingLeaks("west");
  }

  @Test
  void foldersThatAreExchangedUnderTheSenderLeadNowhere() throws Exception {
    assertNothingLeaks("east");
  }

  private void assertNothingLeaks(String host) throws Exception {
    home.does("/bin/mkdir", "-p", home.path() + "/west/plugins/deep");
    Path deep = home.path().resolve(host).resolve("plugins/deep");
    long swaps;
    int met = 0;
    int done = 0;
    try (PathSwapper swapper =
        new PathSwapper(home, "folder", deep.toString(), home.vault() + "/deep")) {
      while (!swapper.enough()) {
        Path changed = home.path().resolve("east/plugins/a.jar");
        home.does("/bin/sh", "-c", "echo %d >%s".formatted(tickets, changed));
        TestCaller.Reply reply = send();
        assertThat(reply.body().toString()).doesNotContain(ServiceHome.SECRET);
        done += reply.text("state").equals("SUCCEEDED") ? 1 : 0;
        met += reply.body().toString().contains("is a link") ? 1 : 0;
      }
      swaps = swapper.stop();
      System.out.printf("sync, %s: %d swaps, %d done, %d met a link%n", host, swaps, done, met);
    }
    // How many a sync meets is chance; ServiceFolderRaceTest proves the windows one by one.
    assertThat(swaps).isGreaterThanOrEqualTo(10_000);
    home.assertForeignUntouched();
  }
}
