package dev.baton.eventlog.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.PairId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself refuses what the application never does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppendOnlyTest {

  private TestDatabase database;
  private SqlEventLog log;

  @BeforeAll
  void open() throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
    log.append(
        StreamId.of(new PairId("ci")), 0, List.of(EventLogContract.ABORT), Contexts.engine());
    database.asRuntime("insert into checkpoint values (1, 'log', 1, '', now(), 'key', 'none')");
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update event set actor = 'somebody else'",
        "delete from event",
        "truncate event",
        "delete from log_head",
        "drop table event",
        "alter table event disable trigger event_unchanged",
        "insert into log_head values (false, 0, '', now())",
        "update checkpoint set seq = 2",
        "delete from checkpoint",
        "truncate checkpoint",
        "update installation set id = 'another'",
        "alter table checkpoint disable trigger checkpoint_unchanged",
      })
  void isRefusedToTheRuntimeRole(String statement) {
    assertThatThrownBy(() -> database.asRuntime(statement))
        .hasMessageMatching("(?s).*(denied|must be owner|refused).*");
    assertThat(log.verify().verified()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update event set actor = 'somebody else'",
        "delete from event",
        "truncate event",
        "delete from log_head",
        "truncate log_head",
        "set session_replication_role = replica",
        "update checkpoint set seq = 2",
        "delete from checkpoint",
        "truncate checkpoint",
        "update installation set id = 'another'",
        "delete from installation",
      })
  void isRefusedToTheOwner(String statement) {
    assertThatThrownBy(() -> database.asOwner(statement))
        .hasMessageMatching("(?s).*(denied|refused).*");
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void isRefusedEvenWhereTriggersAreSwitchedOffForASession() {
    assertThatThrownBy(
            () -> database.asSuperuser("set session_replication_role = replica; delete from event"))
        .hasMessageContaining("append-only");
  }
}
