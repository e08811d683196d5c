package dev.baton.embedded;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells the datasource where the database is. Without {@code baton.database.url} it starts the
 * embedded one, here, because nothing later comes before the datasource.
 */
public final class DatabaseConfig implements ConfigSourceFactory {

  private static final String URL = "baton.database.url";
  private static final String USER = "baton.database.user";
  private static final String PASSWORD = "baton.database.password";
  private static final String OWNER = "baton.database.owner";
  private static final String OWNER_PASSWORD = "baton.database.owner-password";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    if (building()) {
      return List.of();
    }
    DataFolder folder = DataFolder.of(value(context, "baton.data"));
    var found = new HashMap<String, String>();
    found.put("baton.data", folder.path().toString());
    Optional<String> external = value(context, URL);
    try {
      found.putAll(external.isPresent() ? external(context, external.get()) : embedded(folder));
    } catch (DatabaseException e) {
      endProgram(e);
      throw e;
    }
    // Below everything that a person sets: these are defaults.
    return List.of(new PropertiesConfigSource(found, "baton database", 50));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(50);
  }

  private static Map<String, String> embedded(DataFolder folder) {
    DatabaseAccess access = EmbeddedDatabase.open(folder);
    return Map.of(
        URL, access.url(),
        USER, access.user(),
        PASSWORD, access.password(),
        OWNER, access.owner(),
        OWNER_PASSWORD, access.ownerPassword());
  }

  /** Without an owner of its own the database has one role for both. */
  private static Map<String, String> external(ConfigSourceContext context, String url) {
    requireNoPassword(url);
    String user = value(context, USER).orElse(DatabaseRoles.RUNTIME);
    String password = value(context, PASSWORD).orElse("");
    String owner = value(context, OWNER).orElse(user);
    String ownerPassword = value(context, OWNER_PASSWORD).orElse(password);
    DatabaseRoles.tryOut(url, owner, ownerPassword);
    return Map.of(USER, user, PASSWORD, password, OWNER, owner, OWNER_PASSWORD, ownerPassword);
  }

  /** The URL stands in logs and in lists of processes; its user info is what no driver reads. */
  private static void requireNoPassword(String url) {
    if (url.matches("(?is).*(//[^/?]*@|[?&]password=).*")) {
      throw DatabaseException.refused(
          "baton.database.url holds a password; give user and password as baton.database.user and"
              + " baton.database.password (BATON_DATABASE_USER, BATON_DATABASE_PASSWORD)");
    }
  }

  /** Tells the one who started it in a sentence; in tests and in a live reload the caller does. */
  private static void endProgram(DatabaseException e) {
    if (onStack("io.quarkus.bootstrap.runner.")) {
      System.err.println("baton: " + e.getMessage());
      // An ordinary exit would wait for the application to stop, and that for us.
      Runtime.getRuntime().halt(e.exitCode());
    }
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    return value == null
        ? Optional.empty()
        : Optional.ofNullable(value.getValue()).filter(text -> !text.isBlank());
  }

  /** A build reads the configuration too, and must not start anything. */
  private static boolean building() {
    return System.getProperty("quarkus.appcds.generate") != null
        || onStack("io.quarkus.deployment");
  }

  private static boolean onStack(String prefix) {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(prefix)));
  }
}
