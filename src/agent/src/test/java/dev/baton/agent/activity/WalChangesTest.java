package dev.baton.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.Lsn;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of pg_waldump, as the versions print them. */
class WalChangesTest {

  private static String line(String record) {
    return "rmgr: " + record;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Heap        len (rec/tot):     59/    59, tx:        757, lsn: 0/01528F98, prev 0/01528F60, desc: INSERT off 1 flags 0x08, blkref #0: rel 1663/16384/16385 blk 0",
        "Heap        len (rec/tot):     59/  4287, tx:        757, lsn: 0/01528F98, prev 0/01528F60, desc: INSERT+INIT off 1, blkref #0: rel 1663/16384/16385 blk 0 FPW",
        "Heap        len (rec/tot):     70/    70, tx:          9, lsn: 0/01528F98, prev 0/01528F60, desc: HOT_UPDATE off 1 xmax 9 flags 0x10 ; new off 2 xmax 0, blkref #0: rel 1663/16384/16385 blk 0",
        "Heap2       len (rec/tot):     70/    70, tx:          9, lsn: 0/01528F98, prev 0/01528F60, desc: MULTI_INSERT+INIT 3 tuples flags 0x0a, blkref #0: rel 1663/16384/16385 fork main blk 0",
        "Sequence    len (rec/tot):     99/    99, tx:          9, lsn: 0/01528F98, prev 0/01528F60, desc: LOG rel 1663/16384/16385, blkref #0: rel 1663/16384/16385 blk 0"
      })
  void rowsAndSequencesAreOfATable(String record) {
    WalChanges changes = WalChanges.of(line(record));

    assertThat(changes.rows())
        .isEqualTo(Map.of(new WalChanges.RelationFile(1663, 16384, 16385), 1L));
    assertThat(changes.others()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Heap        len (rec/tot):     54/    54, tx:        757, lsn: 0/01528F98, prev 0/01528F60, desc: LOCK off 1: xid 757, blkref #0: rel 1663/16384/16385 blk 0",
        "Heap2       len (rec/tot):     59/    59, tx:          0, lsn: 0/01528F98, prev 0/01528F60, desc: VISIBLE cutoff xid 755 flags 0x01, blkref #0: rel 1663/16384/2619 fork vm blk 0",
        "Heap2       len (rec/tot):     59/    59, tx:          0, lsn: 0/01528F98, prev 0/01528F60, desc: PRUNE_VACUUM_SCAN snapshotConflictHorizon: 755, blkref #0: rel 1663/16384/2619 blk 0",
        "Btree       len (rec/tot):     64/    64, tx:        757, lsn: 0/01528F98, prev 0/01528F60, desc: INSERT_LEAF off 1, blkref #0: rel 1663/16384/16390 blk 1",
        "Standby     len (rec/tot):     50/    50, tx:          0, lsn: 0/01528F98, prev 0/01528F60, desc: RUNNING_XACTS nextXid 758 latestCompletedXid 757 oldestRunningXid 758",
        "XLOG        len (rec/tot):    114/   114, tx:          0, lsn: 0/01528F98, prev 0/01528F60, desc: CHECKPOINT_ONLINE redo 0/1528F60; tli 1",
        "Transaction len (rec/tot):     34/    34, tx:        757, lsn: 0/01528F98, prev 0/01528F60, desc: COMMIT 2026-01-02 03:04:05 UTC",
        "Storage     len (rec/tot):     46/    46, tx:          0, lsn: 0/01528F98, prev 0/01528F60, desc: TRUNCATE base/16384/16385 to 1 blocks flags 7"
      })
  void housekeepingIsNoChange(String record) {
    WalChanges changes = WalChanges.of(line(record));

    assertThat(changes.rows()).isEmpty();
    assertThat(changes.others()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Storage/TRUNCATE        | Storage len (rec/tot): 46/46, tx: 757, lsn: 0/1, prev 0/1, desc: TRUNCATE base/16384/16385 to 0 blocks
          Storage/CREATE          | Storage len (rec/tot): 42/42, tx: 757, lsn: 0/1, prev 0/1, desc: CREATE base/16384/16391
          Heap/TRUNCATE           | Heap len (rec/tot): 42/42, tx: 757, lsn: 0/1, prev 0/1, desc: TRUNCATE nrelids 1 relids 16385
          Transaction/PREPARE     | Transaction len (rec/tot): 90/90, tx: 757, lsn: 0/1, prev 0/1, desc: PREPARE gid x
          LogicalMessage/MESSAGE  | LogicalMessage len (rec/tot): 59/59, tx: 0, lsn: 0/1, prev 0/1, desc: MESSAGE transactional
          Later/SOMETHING         | Later len (rec/tot): 59/59, tx: 0, lsn: 0/1, prev 0/1, desc: SOMETHING new
          """)
  void anythingElseIs(String kind, String record) {
    WalChanges changes = WalChanges.of(line(record));

    assertThat(changes.rows()).isEmpty();
    assertThat(changes.others()).isEqualTo(Map.of(kind, 1L));
  }

  @Test
  void aLineThatCannotBeReadCountsAsAChange() {
    assertThat(WalChanges.of("rmgr: in another form").others()).hasSize(1);
  }

  @Test
  void commitsAreKnownByTheirTransactionAndPlace() {
    WalChanges changes =
        WalChanges.of(
            line(
                "Transaction len (rec/tot): 34/34, tx: 757, lsn: 0/01528F98, prev 0/1, desc: COMMIT 2026-01-02"));

    assertThat(changes.commits()).isEqualTo(Map.of(757L, Lsn.of("0/1528F98")));
  }

  @Test
  void countsPerTable() {
    String insert =
        line(
            "Heap len (rec/tot): 59/59, tx: 7, lsn: 0/1, prev 0/1, desc: INSERT off 1, blkref #0: rel 1663/5/6 blk 0\n");

    assertThat(WalChanges.of(insert + insert + insert).rows())
        .isEqualTo(Map.of(new WalChanges.RelationFile(1663, 5, 6), 3L));
  }
}
