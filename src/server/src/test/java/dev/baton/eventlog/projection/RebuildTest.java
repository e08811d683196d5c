package dev.baton.eventlog.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.ReadOnlyEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.pair.Event;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SwitchoverMode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rebuild page by page, killed wherever it is, against one in one go. */
@QuarkusTest
class RebuildTest {

  private static final SiteName EAST = new SiteName("east");
  private static final SiteName WEST = new SiteName("west");
  private static final int ONE_GO = 1_000_000;

  @Inject EventLog log;
  @Inject Projector projector;
  @Inject EntityManager entities;
  @Inject DataSource dataSource;

  private final PairId pair = new PairId("p-" + UUID.randomUUID());

  /** The program was killed there. */
  private static final class KilledException extends RuntimeException {}

  /** Also brings in what was recorded behind the log that a test held still. */
  @AfterEach
  void endWhatWasBegun() {
    projector.rebuild(progress -> {});
  }

  @Test
  void killedAtEveryPageBoundaryItEndsInTheRowsOfOneGo() throws Exception {
    record();
    EventLog still = upTo(log.head());
    new Rebuild(still, ONE_GO).run(progress -> {});
    Map<String, String> inOneGo = rows();
    int page = (int) Math.max(3, still.head() / 40);

    int killed = 0;
    List<Long> stoodAt = new ArrayList<>();
    while (!endsUnlessKilled(still, page, stoodAt)) {
      assertThat(Rebuild.progress())
          .hasValueSatisfying(at -> assertThat(at.seq()).isEqualTo(stoodAt.getLast()));
      killed++;
    }

    assertThat(killed).isEqualTo(stoodAt.size()).isGreaterThan(10);
    assertThat(stoodAt).isSorted().doesNotHaveDuplicates();
    assertSame(inOneGo, still);
    assertThat(Rebuild.underWay()).isFalse();
  }

  /** Each life of the program writes one page and is killed, until there is none left to write. */
  private boolean endsUnlessKilled(EventLog still, int page, List<Long> stoodAt) {
    try {
      new Rebuild(still, page)
          .run(progress -> {
            if (progress.seq() < progress.goal()) {
              stoodAt.add(progress.seq());
              throw new KilledException();
            }
          });
      return true;
    } catch (KilledException e) {
      return false;
    }
  }

  @Test
  void killedWithinAPageItGoesOnFromTheOneBefore() throws Exception {
    record();
    EventLog still = upTo(log.head());
    new Rebuild(still, ONE_GO).run(progress -> {});
    Map<String, String> inOneGo = rows();
    var dying = new DyingLog(still, 4);

    assertThatThrownBy(() -> new Rebuild(dying, 3).run(progress -> {}))
        .isInstanceOf(KilledException.class);
    RebuildProgress left = Rebuild.progress().orElseThrow();
    new Rebuild(still, 50).run(progress -> {});

    assertThat(left.seq()).isEqualTo(9);
    assertSame(inOneGo, still);
  }

  @Test
  void readersSeeTheOldRowsUntilAllAreMadeAndWhatIsRecordedMeanwhile() throws Exception {
    record();
    projector.upToNow();
    new Rebuild(log, 5).begin();

    var during = new ArrayList<String>();
    var rebuild = new Rebuild(log, 200);
    rebuild.run(progress -> {
      if (during.isEmpty()) {
        during.add(
            QuarkusTransaction.requiringNew()
                .call(() -> PairRow.<PairRow>findById(pair.value()).primary));
        promoteBack();
        projector.upToNow();
      }
    });

    assertThat(during).containsExactly("west");
    PairRow row = QuarkusTransaction.requiringNew().call(() -> PairRow.findById(pair.value()));
    assertThat(row.primary).isEqualTo("east");
    assertThat(row.term).isEqualTo(3);
  }

  @Test
  void rowsThatOtherCodeHasBegunAreNotGoneOnWith() throws Exception {
    record();
    Rebuild rebuild = new Rebuild(log, 3);
    rebuild.begin();
    QuarkusTransaction.requiringNew()
        .run(() -> {
          ProjectionEntity next = ProjectionEntity.findById(ProjectionEntity.NEXT);
          next.maker = "another version";
          next.seq = 7;
        });

    rebuild.begin();

    assertThat(Rebuild.progress()).hasValueSatisfying(at -> assertThat(at.seq()).isZero());
  }

  @Test
  void tablesBesideHaveTheColumnsOfThoseInUse() {
    for (String table : List.of("pair_row", "operation_row", "host_row")) {
      assertThat(columns(table + "_next")).isNotEmpty().isEqualTo(columns(table));
    }
  }

  private List<?> columns(String table) {
    return entities
        .createNativeQuery(
            "select column_name || ' ' || data_type || is_nullable from information_schema.columns"
                + " where table_name = ?1 order by ordinal_position")
        .setParameter(1, table)
        .getResultList();
  }

  private void promoteBack() {
    try {
      log.append(
          StreamId.of(pair),
          4,
          List.of(new PrimaryPromoted(new OperationId("back"), EAST, 3, "3")),
          Contexts.engine());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void record() throws Exception {
    IdleOwner.hold(dataSource, pair);
    var host = new HostId("h-" + UUID.randomUUID());
    var operation = new OperationId("a-" + UUID.randomUUID());
    var registered = List.of(new HostRegistered(host, "10.77.0.12:7443"));
    var sites =
        List.of(
            new Site(EAST, host, host, "10.77.0.12:5432"),
            new Site(WEST, host, host, "10.77.0.22:5432"));
    List<Event> events =
        List.of(
            new PairRegistered(pair, EAST, sites, "10.77.0.100", "7"),
            new SwitchoverRequested(
                operation, SwitchoverMode.GRACEFUL, EAST, WEST, Optional.empty()),
            new PrimaryPromoted(operation, WEST, 2, "2"),
            new OperationEnded(operation, Outcome.SUCCEEDED, List.of(), Optional.empty()));
    log.append(StreamId.of(host), 0, registered, Contexts.engine());
    log.append(StreamId.of(pair), 0, events, Contexts.engine());
    for (int i = 0; i < 40; i++) {
      var other = new HostId("h-" + UUID.randomUUID());
      log.append(
          StreamId.of(other),
          0,
          List.of(new HostRegistered(other, "10.77.0.13:7443")),
          Contexts.engine());
    }
  }

  /** Except what others have recorded of behind the log that was held still. */
  private void assertSame(Map<String, String> inOneGo, EventLog still) {
    Map<String, String> now = rows();
    for (RecordedEvent event : log.readAll(still.head(), ONE_GO)) {
      for (Map<String, String> rows : List.of(inOneGo, now)) {
        rows.keySet().removeAll(event.pair().stream().map("pair "::concat).toList());
        rows.keySet().removeAll(event.operation().stream().map("operation "::concat).toList());
        rows.keySet().removeAll(event.host().stream().map("host "::concat).toList());
      }
    }
    assertThat(now).isEqualTo(inOneGo).containsKey("pair " + pair.value());
  }

  private Map<String, String> rows() {
    List<?> rows =
        QuarkusTransaction.requiringNew()
            .call(() ->
                entities
                    .createNativeQuery(
                        """
                        select 'pair ' || pair || '|' || p::text from pair_row p
                        union all select 'operation ' || operation || '|' || o::text from operation_row o
                        union all select 'host ' || host || '|' || h::text from host_row h
                        """)
                    .getResultList());
    Map<String, String> byKey = new TreeMap<>();
    for (Object row : rows) {
      String[] parts = row.toString().split("\\|", 2);
      byKey.put(parts[0], parts[1]);
    }
    return byKey;
  }

  /** The log as it was: what else is recorded meanwhile would make it a comparison of two times. */
  private EventLog upTo(long head) {
    return new DyingLog(log, Integer.MAX_VALUE) {
      @Override
      public List<RecordedEvent> readAll(long after, int limit) {
        return super.readAll(after, (int) Math.min(limit, Math.max(0, head - after)));
      }

      @Override
      public long head() {
        return head;
      }
    };
  }

  /** Whoever reads it is killed at that read. */
  private static class DyingLog extends ReadOnlyEventLog {

    private int reads;

    DyingLog(EventLog log, int reads) {
      super(log);
      this.reads = reads;
    }

    @Override
    public List<RecordedEvent> readAll(long after, int limit) {
      if (--reads <= 0) {
        throw new KilledException();
      }
      return limit == 0 ? List.of() : log.readAll(after, limit);
    }
  }
}
