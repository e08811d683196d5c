package dev.baton.eventlog.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What holding the event log against its checkpoints found.
 *
 * @param count how many there are
 * @param newest the newest that fits: events up to its own are as they were when it was signed
 * @param findings first about checkpoints that are not ours, then in order; empty when all is well
 */
public record CheckpointReport(
    long count, Optional<Checkpoint> newest, List<CheckpointFinding> findings) {

  public CheckpointReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing was found that somebody must have had a hand in. */
  public boolean whole() {
    return findings.stream().noneMatch(CheckpointFinding::damaging);
  }

  /** This report with one more finding: something that should have been a checkpoint. */
  CheckpointReport withUnreadable(String what) {
    var more = new ArrayList<>(findings);
    more.add(new CheckpointFinding(CheckpointFinding.FindingKind.UNREADABLE, count + 1, what));
    return new CheckpointReport(count, newest, more);
  }
}
