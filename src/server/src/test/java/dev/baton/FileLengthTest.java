package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** A program file that is long is worth a look; one that is very long has to be cut. */
class FileLengthTest {

  private static final int LONG = 250;
  private static final int TOO_LONG = 400;

  /**
   * Files of a program's package, without its package-info, which describes the room and is nothing
   * in it. Packages of tests are not counted: they grow with what there is to test.
   */
  private static final int FULL_ROOM = 30;

  @Test
  void noFileIsTooLong() {
    Map<Path, Long> lengths =
        SourceTree.sources().stream()
            .collect(
                Collectors.toMap(file -> file, FileLengthTest::lines, Long::sum, TreeMap::new));

    lengths.forEach((file, lines) -> {
      if (lines > LONG) {
        Logger.getLogger(FileLengthTest.class)
            .warnf("%s has %d lines, more than %d", file, lines, LONG);
      }
    });

    assertThat(lengths)
        .isNotEmpty()
        .allSatisfy((file, lines) -> assertThat(lines).isLessThanOrEqualTo(TOO_LONG));
  }

  @Test
  void noPackageHasTooManyFiles() {
    Map<Path, Long> rooms =
        SourceTree.sources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));

    assertThat(rooms)
        .as("files of each package of the programs, without package-info.java")
        .isNotEmpty()
        .allSatisfy((room, files) -> assertThat(files).isLessThanOrEqualTo(FULL_ROOM));
  }

  private static long lines(Path file) {
    return SourceTree.text(file).lines().count();
  }
}
