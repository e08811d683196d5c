package dev.baton.agent.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.Lsn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalFilesTest {

  private static final long MEGABYTE = 1024 * 1024;

  @TempDir private Path data;

  private void there(String... names) throws Exception {
    for (String name : names) {
      Files.createFile(Files.createDirectories(data.resolve("pg_wal")).resolve(name));
    }
  }

  /** As pg_walfile_name of PostgreSQL says it. */
  @ParameterizedTest
  @CsvSource({
    "16, 0/3000060, 1, 000000010000000000000003",
    "16, 5/FFFFFFF8, 17, 0000001100000005000000FF",
    "1, 2/100028, 1, 000000010000000200000001",
    "1024, 1/C0000028, 2, 000000020000000100000003",
  })
  void positionLiesInTheFileThatTheServerNames(
      long megabytes, String position, String timeline, String name) {
    WalFiles files = new WalFiles(data, megabytes * MEGABYTE);

    assertThat(files.of(Lsn.of(position), timeline)).isEqualTo(name);
  }

  @Test
  void newestIsOfTheSameTimelineAndMayBeMadeAhead() throws Exception {
    there("000000010000000000000003", "000000010000000100000000", "000000020000000100000007");
    there("00000001.history", "000000010000000100000009.partial");
    WalFiles files = new WalFiles(data, 16 * MEGABYTE);

    assertThat(files.newest(Lsn.of("0/3000060"), "1")).isEqualTo("000000010000000100000000");
    assertThat(files.newest(Lsn.of("0/3000060"), "3")).isEqualTo("000000030000000000000003");
  }

  @Test
  void missingIsTheFirstThatNoTimelineHas() throws Exception {
    there("000000010000000000000003", "000000020000000000000004", "000000020000000000000006");
    WalFiles files = new WalFiles(data, 16 * MEGABYTE);

    assertThat(files.missing(Lsn.of("0/3000060"), "2")).isEqualTo("........0000000000000005");
    assertThat(files.missing(Lsn.of("0/6000060"), "2")).isEmpty();
    // The end of the file before.
    assertThat(files.missing(Lsn.of("0/6000000"), "2")).isEqualTo("........0000000000000005");
  }
}
