package dev.baton.eventlog;

/**
 * The log went back: it ends before an event that was acknowledged, or holds another one in its
 * place (S14).
 *
 * @param acknowledged number of the newest event that this replica acknowledged or saw
 * @param hash of that event, hex
 * @param head the event that the log ends with now; 0 when it is empty
 */
public record LogRollback(long acknowledged, String hash, long head) {

  /** What is missing, in a sentence without its full stop. */
  public String sentence() {
    return head < acknowledged
        ? "events %d to %d were acknowledged and are missing: the log ends with event %d"
            .formatted(head + 1, acknowledged, head)
        : "event %d was acknowledged with another hash, %s: the end of the log was replaced"
            .formatted(acknowledged, hash);
  }
}
