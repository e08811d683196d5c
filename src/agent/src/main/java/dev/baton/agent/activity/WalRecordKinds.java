package dev.baton.agent.activity;

import java.util.Set;

/**
 * Which records of the write-ahead log change what an application reads. Names as pg_waldump of
 * PostgreSQL 13 to 18 prints them, {@code MANAGER/RECORD}; one that is not listed counts as a
 * change.
 */
final class WalRecordKinds {

  /** Indexes, and the server's own books: they never change alone what a query answers. */
  private static final Set<String> MANAGERS =
      Set.of(
          "Standby",
          "Btree",
          "Hash",
          "Gin",
          "Gist",
          "SPGist",
          "BRIN",
          "CLOG",
          "CommitTs",
          "MultiXact");

  /**
   * Checkpoints, full pages, locks, vacuum; and the end of a transaction, whose changes have
   * records of their own.
   */
  private static final Set<String> HOUSEKEEPING =
      Set.of(
          "XLOG/CHECKPOINT_ONLINE",
          "XLOG/CHECKPOINT_REDO",
          "XLOG/FPI",
          "XLOG/FPI_FOR_HINT",
          "XLOG/SWITCH",
          "Heap/LOCK",
          "Heap/INPLACE",
          "Heap2/CLEAN",
          "Heap2/CLEANUP_INFO",
          "Heap2/PRUNE",
          "Heap2/PRUNE_ON_ACCESS",
          "Heap2/PRUNE_VACUUM_SCAN",
          "Heap2/PRUNE_VACUUM_CLEANUP",
          "Heap2/VACUUM",
          "Heap2/VISIBLE",
          "Heap2/FREEZE_PAGE",
          "Heap2/LOCK_UPDATED",
          "Heap2/NEW_CID",
          "Transaction/ASSIGNMENT",
          "Transaction/INVALIDATION",
          "Transaction/COMMIT",
          "Transaction/ABORT");

  /** Rows and sequences: it depends on whose. */
  private static final Set<String> OF_A_TABLE =
      Set.of(
          "Heap/INSERT",
          "Heap/DELETE",
          "Heap/UPDATE",
          "Heap/HOT_UPDATE",
          "Heap/CONFIRM",
          "Heap2/MULTI_INSERT",
          "Sequence/LOG");

  private WalRecordKinds() {}

  static boolean housekeeping(String kind) {
    return HOUSEKEEPING.contains(kind) || MANAGERS.contains(kind.substring(0, kind.indexOf('/')));
  }

  static boolean ofATable(String kind) {
    return OF_A_TABLE.contains(kind);
  }
}
