package dev.baton.agent.policy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of the database. */
record PostgresKeys(Map<PolicyKey, String> values) {

  /** All that it needs is there. */
  Policy.PostgresPart part() {
    return new Policy.PostgresPart(
        path(PolicyKey.POSTGRES_DATA),
        optional(PolicyKey.POSTGRES_CONFIG).map(Path::of),
        optional(PolicyKey.POSTGRES_UNIT),
        path(PolicyKey.POSTGRES_BIN),
        text(PolicyKey.POSTGRES_USER),
        Integer.parseInt(text(PolicyKey.POSTGRES_PORT)),
        path(PolicyKey.POSTGRES_SOCKET),
        path(PolicyKey.POSTGRES_LOG),
        text(PolicyKey.REPLICATION_USER),
        path(PolicyKey.PASSFILE),
        PolicyFile.words(values, PolicyKey.SLOTS_CARRY),
        drill());
  }

  private Policy.DrillPart drill() {
    return new Policy.DrillPart(
        Path.of(optional(PolicyKey.DRILL_FOLDER).orElse(text(PolicyKey.POSTGRES_DATA) + ".drill")),
        optional(PolicyKey.DRILL_PORT)
            .map(Integer::valueOf)
            .orElse(Integer.parseInt(text(PolicyKey.POSTGRES_PORT)) + 1),
        optional(PolicyKey.DRILL_LISTEN));
  }

  private String text(PolicyKey key) {
    return optional(key).orElseThrow();
  }

  private Optional<String> optional(PolicyKey key) {
    @Nullable String value = values.get(key);
    return Optional.ofNullable(value);
  }

  private Path path(PolicyKey key) {
    return Path.of(text(key));
  }
}
