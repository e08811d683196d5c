package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A loop of a service account exchanges path and link while root works on that path: nothing of
 * root's is written or read, whichever way the race goes.
 */
@Tag("postgres")
class ServiceFolderRaceTest {

  private static final int SWAPS = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One write path of the agent; what it says is checked for root's words. */
  private interface Deed {
    String once(ServiceHome home) throws Exception;
  }

  private static ServiceFolder inner(ServiceHome home) throws Exception {
    return ServiceFolder.of(home.path().resolve("inner"), home.account());
  }

  private static String own(ServiceHome home, FolderScript script, String input) throws Exception {
    List<String> words = home.folder().words(script, ".");
    return FolderScript.succeeded(
        Programs.run(words, input, StandardCharsets.ISO_8859_1, 1024 * 1024, Deadline.in(LIMIT)));
  }

  /** The entry itself is exchanged with a link to a file of root's. */
  private static Map<String, Deed> onFiles() {
    Map<String, Deed> deeds = new LinkedHashMap<>();
    deeds.put(
        "replace (signal and settings files)",
        home -> {
          home.folder().replace("file", "new");
          return "";
        });
    deeds.put(
        "append (a drill's settings)",
        home -> {
          home.folder().append("file", "new");
          return "";
        });
    deeds.put(
        "append (log of a server)",
        home -> {
          List<String> words = home.folder().logging("file", List.of("/bin/echo", "said"));
          return FolderScript.succeeded(Programs.run(words, Deadline.in(LIMIT)));
        });
    deeds.put("read (settings, history, token)", home -> home.folder().read("file"));
    deeds.put("quote (end of a log)", home -> home.folder().tail("file", 1000));
    deeds.put(
        "copy (evidence)",
        home -> {
          home.folder().delete("copy");
          home.folder().copy(home.folder(), "file", "copy");
          return home.folder().read("copy");
        });
    deeds.put(
        "keep and put back (what an owner has beside a database)",
        home -> {
          String kept = own(home, FolderScript.KEEP_OWN, "");
          String unused = own(home, FolderScript.PUT_BACK_OWN, kept);
          return kept;
        });
    deeds.put(
        "delete (signal files)",
        home -> {
          home.folder().delete("file");
          return "";
        });
    return deeds;
  }

  /** A folder above the entry is exchanged with a link to a folder of root's. */
  private static Map<String, Deed> onFolders() {
    Map<String, Deed> deeds = new LinkedHashMap<>();
    deeds.put(
        "replace below a folder",
        home -> {
          inner(home).replace("file", "new");
          return "";
        });
    deeds.put(
        "create and delete below a folder",
        home -> {
          inner(home).create("created", "new");
          inner(home).delete("created");
          return "";
        });
    deeds.put(
        "make and rename a folder (base backup)",
        home -> {
          inner(home).makeFolder("data", "700");
          inner(home).rename("data", "data.old");
          inner(home).removeFolder("data.old");
          return "";
        });
    deeds.put(
        "remove a tree (prune, drill)",
        home -> {
          ServiceFolder.remove(
              home.path().resolve("inner/deep"), home.account(), Deadline.in(LIMIT));
          inner(home).makeFolder("deep", "700");
          return "";
        });
    deeds.put(
        "clear a folder (drill)",
        home -> {
          inner(home).clear("deep", Deadline.in(LIMIT));
          return "";
        });
    deeds.put(
        "list and read a folder (history)",
        home -> {
          return inner(home).names("deep") + inner(home).read("file");
        });
    return deeds;
  }

  @Test
  void filesOfRootStayAsTheyAreWhileFilesAreExchanged() throws Exception {
    race("file", "file", "file", onFiles());
  }

  @Test
  void filesOfRootStayAsTheyAreWhileFoldersAreExchanged() throws Exception {
    race("folder", "inner", "", onFolders());
  }

  private static void race(String kind, String name, String target, Map<String, Deed> deeds)
      throws Exception {
    assumeThat(ServiceHome.possible("postgres"))
        .as("needs root and an account 'postgres' to act as")
        .isTrue();
    long late = 0;
    for (Map.Entry<String, Deed> deed : deeds.entrySet()) {
      try (ServiceHome home = new ServiceHome("postgres")) {
        home.does("/bin/sh", "-c", "cd $0 && mkdir -p inner/deep && : >file", home.path() + "");
        PathSwapper swapper =
            new PathSwapper(
                home, kind, home.path().resolve(name) + "", home.vault().resolve(target) + "");
        Race race = new Race(home, deed.getValue());
        long swaps = race.run(swapper);
        System.out.printf(
            "%-40s %6d swaps, %4d done, %4d met a link, %4d of them after the first look%n",
            deed.getKey(), swaps, race.done, race.met, race.late);
        assertThat(swaps).as(deed.getKey()).isGreaterThanOrEqualTo(SWAPS);
        home.assertForeignUntouched();
        late += race.late;
      }
    }
    assertThat(late).as("swaps inside the window between look and act").isGreaterThan(100);
  }

  /** Works on beside the swapper until that has swapped often enough. */
  private static final class Race {

    private final ServiceHome home;
    private final Deed deed;
    private int done;
    private int met;
    private int late;

    Race(ServiceHome home, Deed deed) {
      this.home = home;
      this.deed = deed;
    }

    long run(PathSwapper swapper) throws Exception {
      Deadline patience = Deadline.in(PATIENCE);
      try (swapper) {
        while (!swapper.enough() && !patience.passed()) {
          once();
        }
        return swapper.stop();
      }
    }

    private void once() throws Exception {
      try {
        assertThat(deed.once(home)).doesNotContain(ServiceHome.SECRET).doesNotContain("b.jar");
        done++;
      } catch (ForeignPathException e) {
        met++;
        // The helper names an entry as seen from its folder, or the folder it could not go into.
        String said = String.valueOf(e.getMessage());
        late += said.contains("/./") || said.contains("leads through") ? 1 : 0;
      } catch (FailedException | java.io.IOException e) {
        assertThat(String.valueOf(e.getMessage())).doesNotContain(ServiceHome.SECRET);
        late += String.valueOf(e.getMessage()).contains("Permission denied") ? 1 : 0;
      }
    }
  }
}
