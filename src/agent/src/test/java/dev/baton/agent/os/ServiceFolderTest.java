package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The known tricks of a service account against an agent that runs as root (S18). */
class ServiceFolderTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What the agent does to one entry of the folder. */
  private interface Deed {
    void on(ServiceFolder folder, String name) throws Exception;
  }

  /** Each way in which a file of that name is written or quoted. */
  private static Map<String, Deed> deeds() {
    Map<String, Deed> deeds = new TreeMap<>();
    deeds.put("replace", (folder, name) -> folder.replace(name, "new"));
    deeds.put("create", (folder, name) -> folder.create(name, "new"));
    deeds.put("append", (folder, name) -> folder.append(name, "new"));
    deeds.put("read", (folder, name) -> assertThat(folder.read(name)).isEmpty());
    deeds.put("tail", (folder, name) -> assertThat(folder.tail(name, 100)).isEmpty());
    deeds.put("copy", (folder, name) -> folder.copy(folder, name, "copied"));
    deeds.put(
        "log",
        (folder, name) ->
            assertThat(
                    FolderScript.succeeded(
                        Programs.run(
                            folder.logging(name, List.of("/bin/echo", "said")),
                            Deadline.in(LIMIT))))
                .isEmpty());
    return deeds;
  }

  private static ServiceHome home(String user) throws Exception {
    assumeThat(ServiceHome.possible(user))
        .as("needs root and an account '%s' to act as", user)
        .isTrue();
    return new ServiceHome(user);
  }

  private static void assertRefused(ServiceHome home, String how, String... words)
      throws Exception {
    for (Map.Entry<String, Deed> deed : deeds().entrySet()) {
      assertThatExceptionOfType(ForeignPathException.class)
          .as(deed.getKey())
          .isThrownBy(() -> deed.getValue().on(home.folder(), "file"))
          .withMessageContaining(home.path().resolve("file") + " ")
          .withMessageContaining(how)
          .withMessageNotContaining(ServiceHome.SECRET);
    }
    home.assertForeignUntouched();
    assertThat(Files.exists(home.path().resolve("copied"))).as("%s", List.of(words)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aLinkToAFileOfRootIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      home.does("/bin/ln", "-s", home.vault() + "/file", home.path() + "/file");
      assertRefused(home, "is a link");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aLinkToNothingIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      home.does("/bin/ln", "-s", home.vault() + "/none", home.path() + "/file");
      assertRefused(home, "is a link");
    }
  }

  /** The kernel mostly keeps accounts from making one; root made this for them. */
  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aHardLinkToAFileOfRootIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      Path other = Files.writeString(home.root().resolve("other"), ServiceHome.SECRET);
      Files.createLink(home.path().resolve("file"), other);
      assertRefused(home, "is a hard link");
      assertThat(other).hasContent(ServiceHome.SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aFileOfAnotherAccountIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      Path file = Files.writeString(home.path().resolve("file"), "");
      Files.setAttribute(file, "unix:uid", 65_534);
      assertRefused(home, "belongs to nobody, not to " + user);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void whatIsNoFileIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      home.does("/usr/bin/mkfifo", home.path() + "/file");
      assertRefused(home, "is no ordinary file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aFileOfRootIsNotReadForItsAccount(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      Path file = Files.writeString(home.path().resolve("file"), ServiceHome.SECRET);
      Files.setAttribute(file, "unix:mode", 0600);

      for (String deed : List.of("append", "read", "tail", "copy")) {
        assertThatExceptionOfType(FailedException.class)
            .as(deed)
            .isThrownBy(() -> Objects.requireNonNull(deeds().get(deed)).on(home.folder(), "file"))
            .withMessageContaining("Permission denied")
            .withMessageNotContaining(ServiceHome.SECRET);
      }
      assertThat(file).hasContent(ServiceHome.SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aLinkedFolderIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      home.does("/bin/ln", "-s", home.vault().toString(), home.path() + "/inner");

      assertThatExceptionOfType(ForeignPathException.class)
          .isThrownBy(() -> ServiceFolder.of(home.path().resolve("inner"), home.account()))
          .withMessageContaining(home.path().resolve("inner") + " is a link");
      assertThatExceptionOfType(ForeignPathException.class)
          .isThrownBy(() ->
              ServiceFolder.remove(
                  home.path().resolve("inner/deep"), home.account(), Deadline.in(LIMIT)));
      home.assertForeignUntouched();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void aFolderOfAnotherAccountIsRefusedByName(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      Path inner = Files.createDirectory(home.path().resolve("inner"));
      Files.setAttribute(inner, "unix:uid", 65_534);

      assertThatExceptionOfType(ForeignPathException.class)
          .isThrownBy(() -> ServiceFolder.of(inner, home.account()))
          .withMessage("%s belongs to nobody, not to %s", inner, user);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void whatIsMadeBelongsToTheAccount(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      ServiceFolder folder = home.folder();
      folder.create("a", "one\n");
      folder.append("a", "two\n");
      folder.replace("b", "three\n");
      folder.makeFolder("c", "700");
      folder.copy(folder, "a", "d");
      folder.rename("a", "e");
      for (String name : List.of("b", "c", "d", "e")) {
        Path made = home.path().resolve(name);
        assertThat(Files.getOwner(made, LinkOption.NOFOLLOW_LINKS).getName())
            .as(name)
            .isEqualTo(user);
      }
      assertThat(folder.read("e")).isEqualTo("one\ntwo\n");
      assertThat(folder.mode("b")).isEqualTo("600");
      folder.delete("b");
      ServiceFolder.remove(home.path().resolve("c"), home.account(), Deadline.in(LIMIT));
      assertThat(folder.names(".")).containsExactly("d", "e");
    }
  }

  /** As for a data folder that lies in a folder of root's: no account can interfere there. */
  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void inAFolderOfRootsOwnRootItselfActsAndGivesAway(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      ServiceFolder beside = ServiceFolder.holding(home.path(), home.account());
      beside.makeFolder("made", "700");
      beside.replace("file", "x");

      assertThat(beside.account()).isEmpty();
      assertThat(Files.getOwner(home.root().resolve("made")).getName()).isEqualTo(user);
      assertThat(Files.getOwner(home.root().resolve("file")).getName()).isEqualTo(user);
      beside.rename("home", "home.old");
      ServiceFolder.remove(home.root().resolve("home.old"), home.account(), Deadline.in(LIMIT));
      assertThat(home.path()).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void anEntryIsNeverReplacedByARename(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      ServiceFolder folder = home.folder();
      folder.create("a", "");
      folder.create("b", "");

      assertThatExceptionOfType(FailedException.class).isThrownBy(() -> folder.rename("a", "b"));
      assertThat(folder.names(".")).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "daemon"})
  void withoutANameInThePolicyTheOwnerCounts(String user) throws Exception {
    try (ServiceHome home = home(user)) {
      assertThat(ServiceFolder.of(home.path(), Optional.empty()).account()).hasValue(user);
      assertThat(ServiceFolder.of(home.path(), Optional.of("root")).account()).hasValue(user);
      assertThat(ServiceFolder.of(home.vault(), Optional.empty()).account()).isEmpty();
      Files.setAttribute(home.vault(), "unix:mode", 0777);
      assertThatExceptionOfType(ForeignPathException.class)
          .isThrownBy(() -> ServiceFolder.of(home.vault(), Optional.empty()))
          .withMessageContaining("others may write there");
    }
  }
}
