package dev.baton.protocol;

import java.util.Arrays;

/**
 * Every reason for which an order, a question or a step is refused, whoever refuses: the agent, the
 * control plane that could not reach it, or a step that judged what it read. The wire names are in
 * answers, journals and the event log: renaming one breaks old data.
 */
public enum RefusalCode {
  // By the agent, before it begins.
  MALFORMED("malformed", false),
  UNKNOWN_ACTION("unknown-action", false),
  NOT_IN_POLICY("not-in-policy", false),
  NOT_ALLOWED("not-allowed", false),
  /** The agent is bound to another installation or another pair. */
  BOUND_ELSEWHERE("bound-elsewhere", false),
  /** The pair was retired: the agent left it for good. */
  PAIR_RETIRED("pair-retired", false),
  STALE_EPOCH("stale-epoch", false),
  STALE_TERM("stale-term", false),
  STALE_SEQUENCE("stale-sequence", false),
  STALE_SESSION("stale-session", false),
  PRECONDITION_FAILED("precondition-failed", false),
  BUSY("busy", false),
  /** A link, a hard link or another owner is in a folder where a service account may write. */
  FOREIGN_PATH("foreign-path", false),
  JOURNAL_UNWRITABLE("journal-unwritable", false),
  /** Another order did arrive under this id, and ids are ours alone: that one may have acted. */
  ID_REUSED("id-reused", true),
  /** The agent has no such order now; one that was sent may still be on its way. */
  UNKNOWN_ID("unknown-id", true),

  // By the agent, after it began.
  FAILED("failed", true),
  TIMED_OUT("timed-out", true),

  // By the control plane: nothing reached the agent.
  UNREACHABLE("unreachable", false),
  /** One side did not accept the other's certificate. */
  UNTRUSTED("untrusted", false),
  UNREGISTERED("unregistered", false),

  // By a step, before it sends an order.
  UNKNOWN_STEP("unknown-step", false),
  NO_PROOF("no-proof", false),
  /** The plan's other way is the one that leads on. */
  FALL_BACK_NEEDED("fall-back-needed", false),
  SOURCE_NOT_READY("source-not-ready", false),
  REJOIN_CHANGED("rejoin-changed", false),
  REWIND_NOT_READY("rewind-not-ready", false),

  // By a step that only reads.
  /** The reading did not come through. */
  UNREAD("unread", false),
  /** A person may lift it: approved, the step counts as done. */
  APPROVAL_NEEDED("approval-needed", false),
  NOT_READY("not-ready", false),
  /** Something that the drained application may have read was still written. */
  NOT_SETTLED("not-settled", false),
  /** The started application has no session in the database it is to work on. */
  NO_SESSION("no-session", false),
  NO_SHUTDOWN_CHECKPOINT("no-shutdown-checkpoint", false),
  BEHIND("behind", false),
  ADDRESS_ANSWERED("address-answered", false),
  PRIMARY_SERVES("primary-serves", false),
  PRIMARY_RUNS_AGAIN("primary-runs-again", false),
  ATTESTATION_CONTRADICTED("attestation-contradicted", false),
  PRODUCTION_DIFFERS("production-differs", false),
  SERVICE_NOT_UP("service-not-up", false),
  ADDRESS_TWICE("address-twice", false),
  NOT_STREAMING("not-streaming", false),

  // By a step, about what its orders came to.
  /** The effect is not there; what the order did instead is not known. */
  NOT_SO("not-so", true),
  FILES_DIFFER("files-differ", true),
  /** An order to a throw-away copy got no answer. */
  LOST("lost", true),
  /** A word this version does not know: nothing is concluded from it. */
  UNRECOGNISED("unrecognised", true);

  private final String wireName;
  private final boolean touched;

  RefusalCode(String wireName, boolean touched) {
    this.wireName = wireName;
    this.touched = touched;
  }

  /** The name in answers and in the event log. */
  public String wireName() {
    return wireName;
  }

  /**
   * Whether the order may have touched the host. A refusal that touched nothing leaves everything
   * as it was, so turning back is safe.
   */
  public boolean touched() {
    return touched;
  }

  /** Whether the agent began and came to a bad end: the order may have had part of its effect. */
  public boolean tried() {
    return this == FAILED || this == TIMED_OUT;
  }

  /** The code of that wire name; {@link #UNRECOGNISED} when this version does not know it. */
  public static RefusalCode named(String wireName) {
    return Arrays.stream(values())
        .filter(code -> code.wireName.equals(wireName))
        .findFirst()
        .orElse(UNRECOGNISED);
  }
}
