package dev.baton.eventlog.append;

import dev.baton.eventlog.BinaryRow;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.HashChain;
import dev.baton.eventlog.HashInput;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * The result of verifying the hash chain.
 *
 * @param count events that fit, from the first one on
 * @param headSeq what the head of the log says, 0 when the log is empty
 * @param firstBroken the first event that is missing, does not fit or stands beside the order;
 *     empty when all fit
 */
public record Verification(long count, long headSeq, String headHash, OptionalLong firstBroken) {

  private static final int PAGE = 50_000;

  public boolean verified() {
    return firstBroken.isEmpty();
  }

  /** In pages, so that a long log holds nothing back in the database. */
  static Verification of(LogReader reader) throws SQLException {
    LogHead head = reader.head();
    var visitor = new ChainVisitor();
    while (visitor.count < head.seq()) {
      long before = visitor.count;
      int shown = reader.scan(before, head.seq(), PAGE, visitor);
      if (shown == 0 || visitor.count < before + shown) {
        return found(visitor.count, head, OptionalLong.of(visitor.count + 1));
      }
    }
    if (!HexFormat.of().formatHex(visitor.last).equals(head.hash())) {
      return found(Math.max(0, head.seq() - 1), head, OptionalLong.of(head.seq()));
    }
    return found(visitor.count, head, reader.stray());
  }

  private static Verification found(long count, LogHead head, OptionalLong firstBroken) {
    return new Verification(count, head.seq(), head.hash(), firstBroken);
  }

  /** Stops at the first event that does not fit behind the ones before. */
  private static final class ChainVisitor implements LogReader.Visitor {

    private final HashInput input = new HashInput();
    private byte[] last = HexFormat.of().parseHex(HashChain.GENESIS);
    private long count;

    @Override
    public boolean visit(BinaryRow row) {
      if (row.number(EventColumn.SEQ) != count + 1 || !row.is(EventColumn.PREV_HASH, last)) {
        return false;
      }
      byte[] hash = input.hash(row);
      if (!row.is(EventColumn.HASH, hash)) {
        return false;
      }
      last = hash;
      count++;
      return true;
    }
  }
}
