package dev.baton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Releases, betas and what packagers make of them. */
class MajorVersionTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "postgres (PostgreSQL) 13.16 (Debian 13.16-0+deb11u1), 13",
    "postgres (PostgreSQL) 15.18, 15",
    "postgres (PostgreSQL) 18beta1, 18",
    "postgres (PostgreSQL) 19devel, 19",
    "postgres (EnterpriseDB) 16.4.1 (Debian 16.4.1-1), 16",
  })
  void isTheFirstNumberThatItsProgramNames(String said, int major) {
    assertThat(MajorVersion.in(said + "\n")).contains(major);
  }

  @Test
  void isNoneWhereTheProgramCannotBeRun() {
    assertThat(MajorVersion.in("setpriv: failed to execute /usr/lib/postgresql/15/bin/postgres"))
        .isEmpty();
  }
}
