package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that wait, how long one takes, and whether a stop of that length is through with them. */
class ArchiveBacklogTest {

  @ParameterizedTest(name = "{0} waiting, {1} s each, stop of {2} s: {3}")
  @CsvSource({
    "0,  '', 10, true",
    "0,   9, 10, true",
    "0,  10, 10, true",
    "0, 900, 10, true",
    "1,   4, 10, true",
    "1,  10, 10, false",
    "2,   4, 10, false",
    "2,   4, 20, true",
    "9,  '', 10, true",
    "10, '', 10, false",
    "9,   0, 10, true",
    "10,  0, 10, false",
    "0,   1,  1, true"
  })
  void fitsWhenTheyAndOneMoreTakeLessThanTheStopMay(
      String waiting, String each, String stop, boolean fits) {
    ArchiveBacklog backlog =
        new ArchiveBacklog(
            Map.of("archiveWaiting", waiting, "archiveSeconds", each, "stopSeconds", stop));

    assertThat(backlog.fits()).contains(fits);
  }

  /** It has not come to the next one yet, and may not. */
  @Test
  void slowFileOfThePastCountsWhileTheArchiverFails() {
    Map<String, String> failing =
        Map.of(
            "archiveWaiting", "0",
            "archiveSeconds", "10",
            "archiverFailing", "true",
            "stopSeconds", "10");

    assertThat(new ArchiveBacklog(failing).fits()).contains(false);
  }

  @Test
  void isNotJudgedWithoutKnowingWhatWaits() {
    assertThat(new ArchiveBacklog(Map.of("stopSeconds", "10")).fits()).isEmpty();
  }
}
