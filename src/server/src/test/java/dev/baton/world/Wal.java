package dev.baton.world;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A write-ahead log: rows and checkpoints in order, and where its timelines forked. */
final class Wal {

  private static final long RECORD = 0x100;
  private static final String CHECKPOINT = "";

  /** One record: a row, or a checkpoint. */
  private record Entry(int timeline, String row) {}

  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<Integer, Integer> forks = new TreeMap<>();
  private int timeline = 1;

  int timeline() {
    return timeline;
  }

  /** Number of records. */
  int size() {
    return entries.size();
  }

  void row(String row) {
    entries.add(new Entry(timeline, row));
  }

  void checkpoint() {
    row(CHECKPOINT);
  }

  boolean has(String row) {
    return entries.stream().anyMatch(entry -> entry.row().equals(row));
  }

  /** What follows is another history than what the old primary may write yet. */
  void fork() {
    forks.put(timeline, size());
    timeline++;
  }

  /** Whether all of it is in the other one too. */
  boolean isBeginningOf(Wal other) {
    return size() <= other.size() && entries.equals(other.entries.subList(0, size()));
  }

  /** Takes over what the other one has more, up to that many records. */
  void follow(Wal other, int records) {
    for (int next = size(); next < records; next++) {
      entries.add(other.entries.get(next));
    }
    timeline = other.timeline;
    forks.putAll(other.forks);
  }

  /** Becomes a copy of the other one. */
  void copy(Wal other) {
    entries.clear();
    follow(other, other.size());
  }

  /** Lines of a timeline history file. */
  String history() {
    StringBuilder lines = new StringBuilder();
    forks.forEach(
        (left, records) -> lines.append("%d\t%s\tno reason%n".formatted(left, lsn(records))));
    return lines.toString();
  }

  /** The position behind that many records. */
  static String lsn(int records) {
    return "0/%X".formatted((records + 1) * RECORD);
  }
}
