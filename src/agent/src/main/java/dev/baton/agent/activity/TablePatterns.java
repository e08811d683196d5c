package dev.baton.agent.activity;

import dev.baton.agent.os.FailedException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of tables, {@code DATABASE.SCHEMA.TABLE} with {@code *} for anything, parted by blanks. */
final class TablePatterns {

  /** What autovacuum and ANALYZE write; no application reads it. */
  private static final List<String> STATISTICS =
      List.of("*.pg_catalog.pg_statistic", "*.pg_catalog.pg_statistic_ext_data");

  private final List<Pattern> patterns;

  private TablePatterns(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /** Those, and the server's own statistics. */
  static TablePatterns of(String words) throws FailedException {
    if (!words.matches("[^\\p{Cntrl}]{0,4000}")) {
      throw new FailedException("'" + words + "' are no names of tables");
    }
    return new TablePatterns(
        Stream.concat(STATISTICS.stream(), Stream.of(words.split(" +", -1)))
            .filter(word -> !word.isEmpty())
            .map(TablePatterns::pattern)
            .toList());
  }

  private static Pattern pattern(String word) {
    return Pattern.compile(
        Stream.of(word.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** Whether every table of that database is among them. */
  boolean matchAllOf(String database) {
    return match(database + ".\0.\0");
  }

  boolean match(String table) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(table).matches());
  }
}
