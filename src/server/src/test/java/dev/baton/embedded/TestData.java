package dev.baton.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Gives all tests of a run one data folder, and with it one embedded database. */
public final class TestData implements ConfigSource {

  private static final Map<String, String> SETTINGS = Map.of("baton.data", folder().toString());

  private static final int NOBODY_ELSE = 66_000;

  /** Below {@code target}; elsewhere when the database's user cannot get there. */
  public static Path folder() {
    return reachable(Path.of("target").toAbsolutePath()).resolve("test-data");
  }

  /** The folder itself, or one in its place that the database's user can enter. */
  static Path reachable(Path folder) {
    try {
      return !OsUser.isRoot() || OsUser.of(NOBODY_ELSE, NOBODY_ELSE).barrier(folder).isEmpty()
          ? folder
          : Path.of(System.getProperty("java.io.tmpdir"), "baton-tests");
    } catch (java.io.IOException notThere) {
      return folder;
    }
  }

  @Override
  public Set<String> getPropertyNames() {
    return SETTINGS.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return SETTINGS.get(name);
  }

  @Override
  public String getName() {
    return "test data";
  }

  @Override
  public int getOrdinal() {
    return 310;
  }
}
