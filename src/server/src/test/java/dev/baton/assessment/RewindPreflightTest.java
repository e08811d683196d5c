package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What has to be mended before a rewind may begin. */
class RewindPreflightTest {

  @Test
  void nothingIsNamedWhereNothingIsInTheWay() {
    assertThat(RewindPreflight.first(Map.of("freeBytes", "20", "neededBytes", "10"))).isEmpty();
  }

  @Test
  void everythingIsNamedAtOnce() {
    String grant = "on the other server: GRANT EXECUTE ON FUNCTION pg_ls_dir TO baton";

    assertThat(
            RewindPreflight.first(
                Map.of(
                    "unwritable", "./base/1/x",
                    "first", grant,
                    "freeBytes", "1",
                    "neededBytes", "10")))
        .hasValue(
            "let the database's user write ./base/1/x in the data folder; %s; %s"
                .formatted(grant, "1 bytes are free there and about 10 are needed"));
  }
}
