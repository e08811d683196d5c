package dev.baton.eventlog;

import dev.baton.eventlog.CheckpointJudge.Ended;
import dev.baton.eventlog.ExportLine.End;
import dev.baton.eventlog.ExportLine.Header;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The events of one export as they pass, held against each other and then the checkpoints. */
final class ExportWalk {

  private final Header header;
  private final List<Checkpoint> outside;
  private final List<Checkpoint> kept = new ArrayList<>();
  private final Set<Long> signed;
  private final Map<Long, String> hashes = new HashMap<>();
  private @Nullable Ended lastEnd;
  private long last;
  private String lastHash;

  /** Checkpoints that are younger than the export say nothing about it. */
  ExportWalk(Header header, List<Checkpoint> outside) {
    this.header = header;
    this.outside = outside.stream().filter(c -> !c.time().isAfter(header.time())).toList();
    this.signed =
        this.outside.stream().map(Checkpoint::seq).collect(Collectors.toCollection(HashSet::new));
    this.last = header.after();
    this.lastHash = header.prevHash();
  }

  /** The event that passed last. */
  long last() {
    return last;
  }

  void add(Checkpoint checkpoint) throws BrokenLineException {
    if (last > header.after()) {
      throw new BrokenLineException("is a checkpoint behind the first event");
    }
    kept.add(checkpoint);
    signed.add(checkpoint.seq());
  }

  /** What is wrong with it, in a sentence. */
  Optional<String> add(EventRow row) throws BrokenLineException {
    long seq = row.number(Column.SEQ);
    String hash = row.text(Column.HASH);
    if (seq != last + 1) {
      return Optional.of(
          "Event %d is missing: event %d follows event %d.".formatted(last + 1, seq, last));
    }
    if (!row.text(Column.PREV_HASH).equals(lastHash)) {
      return Optional.of(
          "Event %d does not fit: it was recorded behind another event %d.".formatted(seq, last));
    }
    if (!hash.equals(row.computedHash())) {
      return Optional.of(
          "Event %d does not fit: its fields do not have its hash, it was changed.".formatted(seq));
    }
    if (row.text(Column.TYPE).equals(CheckpointJudge.OPERATION_ENDED)) {
      lastEnd = new Ended(seq, time(row));
    }
    if (signed.contains(seq)) {
      hashes.put(seq, hash);
    }
    last = seq;
    lastHash = hash;
    return Optional.empty();
  }

  private static Instant time(EventRow row) throws BrokenLineException {
    try {
      return Instant.parse(row.text(Column.RECORDED_AT));
    } catch (DateTimeException e) {
      throw new BrokenLineException("has a field 'recordedAt' that is not a time");
    }
  }

  ExportVerdict verdict(End end) {
    long count = last - header.after();
    if (last < header.to() || last < end.seq()) {
      return ExportVerdict.broken(
          "Event %d is missing: the export ends with event %d, the log did so with event %d."
              .formatted(last + 1, last, Math.max(header.to(), end.seq())));
    }
    if (end.seq() != last || end.count() != count || !end.hash().equals(lastHash)) {
      return ExportVerdict.broken(
          "Event %d does not fit: the log ended with another one.".formatted(last));
    }
    CheckpointReport checkpoints = CheckpointJudge.judge(extract(), kept, outside);
    return checkpoints.findings().stream()
        .filter(CheckpointFinding::damaging)
        .findFirst()
        .map(finding -> ExportVerdict.broken(sentence(finding)))
        .orElseGet(() -> ExportVerdict.whole(praise(count, checkpoints)));
  }

  private CheckpointJudge.Extract extract() {
    return new CheckpointJudge.Extract(
        header.installation(),
        header.publicKey(),
        header.after(),
        header.to(),
        header.head(),
        hashes,
        Optional.ofNullable(lastEnd),
        header.time());
  }

  private String praise(long count, CheckpointReport checkpoints) {
    String events =
        count == 0
            ? "The export holds no events"
            : "All %d events, %d to %d, fit".formatted(count, header.after() + 1, last);
    String vouched =
        checkpoints
            .newest()
            .map(newest ->
                "; checkpoint %d of %s vouches for those up to %d"
                    .formatted(newest.number(), newest.time(), newest.seq()))
            .orElse("");
    String gaps =
        checkpoints.findings().stream()
            .map(CheckpointFinding::detail)
            .collect(Collectors.joining("; "));
    return events + vouched + (gaps.isEmpty() ? "" : "; but " + gaps) + ".";
  }

  private static String sentence(CheckpointFinding finding) {
    String detail = finding.detail();
    return detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1) + ".";
  }
}
