package dev.baton.eventlog;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a walk over the chain found.
 *
 * @param count events that fit, from the first one on
 * @param headSeq what the head of the log says, 0 when the log is empty
 * @param firstBroken the first event that is missing or does not fit; empty when all do
 */
public record Verification(long count, long headSeq, String headHash, OptionalLong firstBroken) {

  private static final int PAGE = 2_000;

  public boolean verified() {
    return firstBroken.isEmpty();
  }

  /** In pages, so that a long log holds nothing back in the database. */
  static Verification of(LogReader reader) throws SQLException {
    Head head = reader.head();
    long count = 0;
    String last = HashChain.GENESIS;
    while (count < head.seq()) {
      List<EventRow> page = reader.after(count, PAGE);
      for (EventRow row : page) {
        if (!fits(row, count + 1, last)) {
          return broken(head, count);
        }
        last = row.text(Column.HASH);
        count++;
        if (count == head.seq() && !last.equals(head.hash())) {
          return broken(head, count - 1);
        }
      }
      if (page.isEmpty()) {
        return broken(head, count);
      }
    }
    return new Verification(count, head.seq(), head.hash(), OptionalLong.empty());
  }

  private static boolean fits(EventRow row, long seq, String prevHash) {
    return row.number(Column.SEQ) == seq
        && row.text(Column.PREV_HASH).equals(prevHash)
        && row.text(Column.HASH).equals(row.computedHash());
  }

  private static Verification broken(Head head, long count) {
    return new Verification(count, head.seq(), head.hash(), OptionalLong.of(count + 1));
  }
}
