package dev.baton.eventlog.projection;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The real directory, over the projection of the log. */
@QuarkusTest
class ProjectedDirectoryTest extends PairDirectoryContract {

  @Inject PairDirectory directory;
  @Inject EventLog log;
  @Inject DataSource dataSource;

  @Override
  protected PairDirectory directory() {
    return directory;
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected void hold(PairId pair) throws SQLException {
    IdleOwner.hold(dataSource, pair);
  }
}
