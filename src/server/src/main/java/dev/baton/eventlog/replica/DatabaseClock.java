package dev.baton.eventlog.replica;

import dev.baton.eventlog.append.SqlEventLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/**
 * The time by which deadlines are given and judged: the database's, so that replicas whose own
 * clocks differ agree on it. Read from time to time, and carried on by this machine's clock.
 */
@ApplicationScoped
public class DatabaseClock implements InstantSource {

  private final SqlEventLog log;
  private volatile Duration ahead = Duration.ZERO;

  public DatabaseClock(SqlEventLog log) {
    this.log = log;
  }

  /** Looks at the database's clock; half of the way there and back is its uncertainty. */
  public void set() {
    Instant asked = Instant.now();
    Instant told =
        log.ask(connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("select clock_timestamp()");
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
          }
        });
    Instant middle = asked.plus(Duration.between(asked, Instant.now()).dividedBy(2));
    ahead = Duration.between(middle, told);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
