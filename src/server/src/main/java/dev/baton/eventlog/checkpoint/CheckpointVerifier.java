package dev.baton.eventlog.checkpoint;

import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.CHANGED;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.CUT;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.FOREIGN;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.FORGED;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.GAP;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.MISSING;
import static dev.baton.eventlog.checkpoint.CheckpointFinding.FindingKind.REPEATED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds checkpoints against a log, live or exported. */
public final class CheckpointVerifier {

  public static final String OPERATION_ENDED = "operation.ended";

  /** An hour, and what a busy machine may be late. */
  private static final Duration LONGEST = Duration.ofMinutes(65);

  private static final Duration AFTER_AN_END = Duration.ofMinutes(1);

  private final Extract extract;
  private final List<CheckpointFinding> findings = new ArrayList<>();
  private final Set<Checkpoint> kept;
  private @Nullable Checkpoint before;
  private @Nullable Checkpoint newest;

  private CheckpointVerifier(Extract extract, Set<Checkpoint> kept) {
    this.extract = extract;
    this.kept = kept;
  }

  /**
   * What the checkpoints are held against.
   *
   * @param key the one that is trusted, base64 of its X.509 form
   * @param after its events are known from the one behind this one on
   * @param to and up to this one
   * @param head its newest event
   * @param hashes of the events that checkpoints are for, as they are; those that are gone missing
   * @param at when the record was as it is here
   */
  public record Extract(
      String installation,
      String key,
      long after,
      long to,
      long head,
      Map<Long, String> hashes,
      Optional<NewestEnd> lastEnd,
      Instant at) {}

  /** The newest end of an operation in the log. */
  public record NewestEnd(long seq, Instant recordedAt) {}

  /**
   * Judges all that are known.
   *
   * @param kept in the record itself, in any order
   * @param outside kept elsewhere, where whoever changes the record may not reach
   */
  public static CheckpointReport judge(
      Extract extract, Collection<Checkpoint> kept, Collection<Checkpoint> outside) {
    List<Checkpoint> checkpoints =
        Stream.concat(kept.stream(), outside.stream())
            .distinct()
            .sorted(Comparator.comparingLong(Checkpoint::number))
            .toList();
    var judge = new CheckpointVerifier(extract, Set.copyOf(kept));
    checkpoints.stream().filter(judge::isOurs).toList().forEach(judge::compare);
    judge.lookAtTheEnd();
    return new CheckpointReport(
        checkpoints.size(), Optional.ofNullable(judge.newest), judge.findings);
  }

  /**
   * Judges all that are known of a log that lost events.
   *
   * @param losses those that a person has adopted the log without
   */
  public static CheckpointReport judge(
      Extract extract,
      Collection<Checkpoint> kept,
      Collection<Checkpoint> outside,
      Collection<AdoptedLoss> losses) {
    return judge(extract, kept, AdoptedLoss.without(losses, kept, outside));
  }

  private void compare(Checkpoint checkpoint) {
    compareWithTheOneBefore(checkpoint);
    compareWithItsEvent(checkpoint);
    before = checkpoint;
  }

  private boolean isOurs(Checkpoint c) {
    if (!c.key().equals(extract.key())) {
      find(FOREIGN, c, "is signed by another key, %s, not by %s".formatted(c.key(), extract.key()));
    } else if (!c.verifies()) {
      find(FORGED, c, "is forged: its signature does not fit what it says");
    } else if (!c.installation().equals(extract.installation())) {
      find(
          FOREIGN,
          c,
          "is from another installation, %s, not from %s"
              .formatted(c.installation(), extract.installation()));
    } else {
      return true;
    }
    return false;
  }

  private void compareWithTheOneBefore(Checkpoint c) {
    long last = before != null ? before.number() : extract.after() > 0 ? c.number() - 1 : 0;
    if (c.number() == last) {
      find(REPEATED, c, "exists twice: some were taken away and their numbers used again");
    }
    for (long number = last + 1; number < c.number(); number++) {
      findings.add(
          new CheckpointFinding(MISSING, number, "checkpoint %d is missing".formatted(number)));
    }
    if (before != null) {
      noteGap(before.time(), c.time(), c.number());
    }
  }

  private void compareWithItsEvent(Checkpoint c) {
    boolean known = c.seq() > extract.after() && c.seq() <= extract.to();
    if (c.seq() > extract.head()) {
      find(
          CUT,
          c,
          "was made when event %d was the last; the event log ends with event %d: it was cut"
              .formatted(c.seq(), extract.head()));
    } else if (known && !c.hash().equals(extract.hashes().get(c.seq()))) {
      find(CHANGED, c, "was made for another event %d than the event log holds".formatted(c.seq()));
    } else if (known) {
      newest = c;
    }
    if (known && !kept.contains(c)) {
      find(MISSING, c, "is missing from the event log, it is only in the file outside");
    }
  }

  /** Of a part of the record that ends earlier, the checkpoints behind it are not known. */
  private void lookAtTheEnd() {
    if (before == null && extract.to() > extract.after()) {
      findings.add(new CheckpointFinding(GAP, 1, "no checkpoint vouches for these events"));
    }
    if (before != null && extract.to() == extract.head()) {
      lookBehind(before);
    }
  }

  private void lookBehind(Checkpoint last) {
    long number = last.number() + 1;
    noteGap(last.time(), extract.at(), number);
    extract
        .lastEnd()
        .filter(end -> end.seq() > last.seq())
        .filter(end -> end.recordedAt().plus(AFTER_AN_END).isBefore(extract.at()))
        .ifPresent(end ->
            findings.add(
                new CheckpointFinding(
                    GAP,
                    number,
                    "the end of an operation, event %d, got no checkpoint".formatted(end.seq()))));
  }

  private void noteGap(Instant from, Instant to, long number) {
    if (from.plus(LONGEST).isBefore(to)) {
      findings.add(
          new CheckpointFinding(
              GAP, number, "no checkpoint was made between %s and %s".formatted(from, to)));
    }
  }

  private void find(CheckpointFinding.FindingKind kind, Checkpoint c, String what) {
    findings.add(
        new CheckpointFinding(kind, c.number(), "checkpoint %d %s".formatted(c.number(), what)));
  }
}
