package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A loop of a service account exchanges path and link while root works on that path: nothing of
 * root's is written or read, whichever way the race goes.
 */
@Tag("postgres")
class ServiceFolderRaceTest {

  private static final int SWAPS = 10_000;

  /** What is in the account's home: a file, a log that a link leads to, and folders. */
  private static final String FILL =
      """
      cd "$0" && mkdir -p inner/deep inner/log base/deep 20260102T030405678Z && : >file \\
        && : >inner/file && ln -s "$0/inner/log" pg_wal
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A script that is added has to stand its race, too. */
  @Test
  void everyScriptOfTheAgentIsInARace() {
    Set<FolderScript> raced = EnumSet.noneOf(FolderScript.class);
    RacedDeed.all().forEach(deed -> raced.addAll(deed.scripts()));

    assertThat(raced).containsExactlyInAnyOrder(FolderScript.values());
  }

  @Test
  void filesOfRootStayAsTheyAreWhileFilesAreExchanged() throws Exception {
    int late = race("file", "file", "file", RacedDeed.onFiles());

    assertThat(late).as("swaps inside the window between look and act").isGreaterThan(100);
  }

  @Test
  void filesOfRootStayAsTheyAreWhileFoldersAreExchanged() throws Exception {
    int late = race("folder", "inner", "", RacedDeed.onFolders());

    assertThat(late).as("swaps inside the window between look and act").isGreaterThan(100);
  }

  /** Nothing is looked at beforehand here: what counts is that the link alone is met. */
  @Test
  void foldersOfRootStayAsTheyAreWhileFoldersAreExchangedThatAreHandledByName() throws Exception {
    int unusedKept = race("folder", RacedDeed.KEPT, "deep", List.of(RacedDeed.onAKeptFolder()));
    int unusedBase = race("folder", "base", "", List.of(RacedDeed.onAFolderOfADatabase()));
  }

  /** How often the swapper was met after the first look. */
  private static int race(String kind, String name, String target, List<RacedDeed> deeds)
      throws Exception {
    assumeThat(ServiceHome.possible("postgres"))
        .as("needs root and an account 'postgres' to act as")
        .isTrue();
    int late = 0;
    for (RacedDeed deed : deeds) {
      try (ServiceHome home = new ServiceHome("postgres")) {
        home.does("/bin/sh", "-c", FILL, home.path().toString());
        PathSwapper swapper =
            new PathSwapper(
                home, kind, home.path().resolve(name) + "", home.vault().resolve(target) + "");
        Race race = new Race(home, deed.act());
        long swaps = race.run(swapper);
        System.out.printf(
            "%-48s %6d swaps, %4d done, %4d met a link, %4d of them after the first look%n",
            deed.name(), swaps, race.done, race.met, race.late);
        assertThat(swaps).as(deed.name()).isGreaterThanOrEqualTo(SWAPS);
        home.assertForeignUntouched();
        late += race.late;
      }
    }
    return late;
  }

  /** Works on beside the swapper until that has swapped often enough. */
  private static final class Race {

    private final ServiceHome home;
    private final RacedDeed.Act act;
    private int done;
    private int met;
    private int late;

    Race(ServiceHome home, RacedDeed.Act act) {
      this.home = home;
      this.act = act;
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
        assertThat(act.once(home)).doesNotContain(ServiceHome.SECRET).doesNotContain("b.jar");
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
