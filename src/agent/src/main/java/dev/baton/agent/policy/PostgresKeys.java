package dev.baton.agent.policy;

import java.nio.file.Path;
import java.util.Optional;

/** The keys of the database. */
record PostgresKeys(PolicyValues values) {

  /** The first there is. */
  Optional<KeyFlaw> flaw() {
    return values
        .optional(PolicyKey.REPLICATION_OPTIONS)
        .flatMap(ConnectionInfo::flaw)
        .map(why -> new KeyFlaw(PolicyKey.REPLICATION_OPTIONS, why));
  }

  /** All that it needs is there. */
  Policy.PostgresPart part() {
    return new Policy.PostgresPart(
        values.path(PolicyKey.POSTGRES_DATA),
        values.optional(PolicyKey.POSTGRES_CONFIG).map(Path::of),
        values.optional(PolicyKey.POSTGRES_UNIT),
        values.path(PolicyKey.POSTGRES_BIN),
        values.text(PolicyKey.POSTGRES_USER),
        Integer.parseInt(values.text(PolicyKey.POSTGRES_PORT)),
        values.path(PolicyKey.POSTGRES_SOCKET),
        values.path(PolicyKey.POSTGRES_LOG),
        values.text(PolicyKey.REPLICATION_USER),
        values.optional(PolicyKey.REPLICATION_OPTIONS).orElse(""),
        values.path(PolicyKey.PASSFILE),
        values.seconds(PolicyKey.POSTGRES_STOP_TIMEOUT, 10),
        values.words(PolicyKey.SLOTS_CARRY),
        drill());
  }

  private Policy.DrillPart drill() {
    return new Policy.DrillPart(
        Path.of(
            values
                .optional(PolicyKey.DRILL_FOLDER)
                .orElse(values.text(PolicyKey.POSTGRES_DATA) + ".drill")),
        values
            .optional(PolicyKey.DRILL_PORT)
            .map(Integer::valueOf)
            .orElse(Integer.parseInt(values.text(PolicyKey.POSTGRES_PORT)) + 1),
        values.optional(PolicyKey.DRILL_LISTEN));
  }
}
