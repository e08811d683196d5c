package dev.baton.action;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Why an agent did not even begin: nothing on the host was touched.
 *
 * @param facts what it compared, for example {@code highestEpoch}; may be empty
 */
public record Refusal(Code code, String message, Map<String, String> facts) {

  public Refusal {
    facts = Map.copyOf(facts);
  }

  /** The reasons, by wire name; renaming one breaks old data. */
  public enum Code {
    MALFORMED("malformed"),
    UNKNOWN_ACTION("unknown-action"),
    NOT_IN_POLICY("not-in-policy"),
    STALE_EPOCH("stale-epoch"),
    STALE_TERM("stale-term"),
    STALE_SEQUENCE("stale-sequence"),
    STALE_SESSION("stale-session"),
    PRECONDITION_FAILED("precondition-failed"),
    BUSY("busy"),
    ID_REUSED("id-reused"),
    UNKNOWN_ID("unknown-id"),
    JOURNAL_UNWRITABLE("journal-unwritable"),
    NOT_ALLOWED("not-allowed");

    private final String wireName;

    Code(String wireName) {
      this.wireName = wireName;
    }

    /** The name in answers and in the event log. */
    public String wireName() {
      return wireName;
    }

    /** The code of that wire name; empty when this version does not know it. */
    public static Optional<Code> named(String wireName) {
      return Arrays.stream(values()).filter(code -> code.wireName.equals(wireName)).findFirst();
    }
  }
}
