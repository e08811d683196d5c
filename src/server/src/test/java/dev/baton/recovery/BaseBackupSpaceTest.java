package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.Evidence;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseBackupSpaceTest {

  @ParameterizedTest(name = "{0} bytes where {1} are free: missing {2}")
  @CsvSource({
    "1000, 1100, false",
    "1000, 1099, true",
    "1000, 0, true",
    "'', 0, false",
    "1000, '', false",
    "many, 0, false"
  })
  void copyNeedsATenthMoreThanTheDatabaseHas(String bytes, String free, boolean missing) {
    Optional<String> why = BaseBackupSpace.missing(bytes, free);

    assertThat(why.isPresent()).isEqualTo(missing);
  }

  @Test
  void whatTheAgentFoundComesFirst() {
    Evidence target =
        Evidence.of(Map.of("why", "the data folder is a mount point", "freeBytes", "1"));

    assertThat(BaseBackupSpace.first("100", target)).hasValue("the data folder is a mount point");
  }
}
