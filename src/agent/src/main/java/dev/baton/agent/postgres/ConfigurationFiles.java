package dev.baton.agent.postgres;

import dev.baton.agent.os.FailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a running server has its configuration: inside its data folder, outside, or some of each.
 */
public record ConfigurationFiles(Path config, Path hba, Path ident) {

  private static final String SQL =
      """
      select current_setting('config_file') || chr(10) || current_setting('hba_file') || chr(10)
        || current_setting('ident_file')\
      """;

  /** Asks the server. */
  public static ConfigurationFiles of(PsqlSession session, Duration limit)
      throws FailedException, InterruptedException {
    String[] lines = session.query(SQL, limit).split("\n", -1);
    return new ConfigurationFiles(Path.of(lines[0]), Path.of(lines[1]), Path.of(lines[2]));
  }

  /**
   * The settings by which a copy of its data folder finds them: its own of those inside, the same
   * of those outside.
   */
  public Map<String, String> of(Path data, Path copy) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("data_directory", copy.toString());
    settings.put("config_file", in(config, data, copy).toString());
    settings.put("hba_file", in(hba, data, copy).toString());
    settings.put("ident_file", in(ident, data, copy).toString());
    return settings;
  }

  private static Path in(Path file, Path data, Path copy) {
    Path inside = real(data);
    Path there = real(file);
    return there.startsWith(inside) ? copy.resolve(inside.relativize(there)) : file;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      return path.toAbsolutePath().normalize();
    }
  }
}
