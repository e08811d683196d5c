package dev.baton.eventlog.projection;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/**
 * Sends the statements of a rebuild to the tables beside those in use. Both hold the same columns,
 * so that the same entities write both.
 */
@PersistenceUnitExtension
public class NextTables implements StatementInspector {

  private static final Pattern ROWS = Pattern.compile("\\b(pair_row|operation_row|host_row)\\b");
  private static final ThreadLocal<Boolean> BESIDE = ThreadLocal.withInitial(() -> false);

  @Override
  public String inspect(String sql) {
    return BESIDE.get() ? ROWS.matcher(sql).replaceAll("$1_next") : sql;
  }

  static void within(Runnable work) {
    boolean unused =
        within(() -> {
          work.run();
          return true;
        });
  }

  /** Whatever this thread reads and writes meanwhile of rows is beside those in use. */
  static <T> T within(Supplier<T> work) {
    BESIDE.set(true);
    try {
      return work.get();
    } finally {
      BESIDE.remove();
    }
  }
}
