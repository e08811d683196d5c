package dev.baton.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks the safety properties after every scenario; what a scenario expects of its own comes on
 * top. Pure.
 *
 * @param writablePrimaries most databases that took writes at one moment, as watched
 * @param addressHolders most hosts that held the address at one moment, as watched
 * @param lostRows acknowledged rows the surviving database does not have
 * @param quotedRows how many may be lost by what was accepted; 0 unless it was forced
 * @param wayOut whether the operation has ended, or waits with a move that is open
 * @param logVerified whether the event log is whole
 */
record Judge(
    int writablePrimaries,
    int addressHolders,
    long lostRows,
    long quotedRows,
    boolean wayOut,
    boolean logVerified) {

  // An insert, its index entry and its commit are more than that in WAL.
  private static final long LEAST_BYTES_OF_A_ROW = 100;

  /** What is wrong; empty when nothing is. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    found(writablePrimaries > 1, "%d writable primaries".formatted(writablePrimaries), findings);
    found(addressHolders > 1, "the address on %d hosts".formatted(addressHolders), findings);
    found(
        lostRows > quotedRows, "%d rows lost, %d quoted".formatted(lostRows, quotedRows), findings);
    found(!wayOut, "the operation waits, and no move is open", findings);
    found(!logVerified, "the event log does not verify", findings);
    return findings;
  }

  private static void found(boolean wrong, String finding, List<String> findings) {
    if (wrong) {
      findings.add(finding);
    }
  }

  /**
   * Rows that an acceptance allows to be lost.
   *
   * @param accepted {@code none}, {@code unknown} or a number of bytes
   * @param promised rows the client was promised since the scenario began, in sync; no acceptance
   *     covers an older one
   */
  static long quoted(String accepted, long promised) {
    return switch (accepted) {
      case "none" -> 0;
      case "unknown" -> promised;
      default -> Math.min(promised, Long.parseLong(accepted) / LEAST_BYTES_OF_A_ROW);
    };
  }

  /**
   * The line of the report.
   *
   * @param asExpected whether the scenario got all that it expected
   */
  Verdict verdict(String scenario, long seed, String outcome, boolean asExpected) {
    return new Verdict(
        scenario,
        seed,
        asExpected && findings().isEmpty(),
        writablePrimaries,
        addressHolders,
        lostRows,
        quotedRows,
        outcome);
  }
}
