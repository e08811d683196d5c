package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountPointTest {

  /** No path can be made of it in any locale, as of one beyond ASCII where the locale is C. */
  private static final String NO_PATH = "\0";

  private static List<Path> places(String... mounted) {
    StringBuilder table = new StringBuilder();
    for (String place : mounted) {
      table.append("36 35 98:0 /sub ").append(place).append(" rw - ext4 /dev/vda rw\n");
    }
    return MountPoint.places(table.toString(), Path.of("/srv/app")).toList();
  }

  @Test
  void thoseAtAndBelowTheFolderAreFound() {
    assertThat(places("/", "/srv", "/srv/app/b\\040c", "/srv/app", "/srv/application"))
        .containsExactly(Path.of("/srv/app"), Path.of("/srv/app/b c"));
  }

  @Test
  void nameElsewhereOfWhichNoPathCanBeMadeIsPassedOver() {
    assertThat(places("/media/" + NO_PATH, "/srv/app/b")).containsExactly(Path.of("/srv/app/b"));
  }

  @Test
  void nameInTheFolderOfWhichNoPathCanBeMadeIsStillFound() {
    assertThat(places("/srv/app/" + NO_PATH)).containsExactly(Path.of("/srv/app/?"));
  }
}
