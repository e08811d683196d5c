package dev.baton.faults;

/** A line of {@code target/faults.json}: these fields, and their names, are read by others. */
record Verdict(
    String scenario,
    long seed,
    boolean passed,
    int writablePrimariesMax,
    int addressHoldersMax,
    long lostRows,
    long quotedRows,
    String outcome) {

  static String heading() {
    return row("scenario", "seed", "passed", "writable", "holders", "lost", "quoted", "outcome");
  }

  @Override
  public String toString() {
    return row(
        scenario,
        seed,
        passed ? "yes" : "NO",
        writablePrimariesMax,
        addressHoldersMax,
        lostRows,
        quotedRows,
        outcome);
  }

  private static String row(Object... columns) {
    return String.format("%-62s %6s %-6s %8s %7s %6s %7s  %s", columns);
  }
}
