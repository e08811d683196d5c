package dev.baton.eventlog.export;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.checkpoint.AdoptedLoss;
import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.CheckpointFinding;
import dev.baton.eventlog.checkpoint.CheckpointReport;
import dev.baton.eventlog.checkpoint.CheckpointVerifier;
import dev.baton.eventlog.checkpoint.CheckpointVerifier.NewestEnd;
import dev.baton.eventlog.checkpoint.RememberedHead;
import dev.baton.eventlog.export.ExportLine.End;
import dev.baton.eventlog.export.ExportLine.Header;
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
final class ExportChainCheck {

  private static final String ADOPTED = "log.adopted";

  private final Header header;
  private final List<Checkpoint> outside;
  private final Optional<RememberedHead> head;
  private final List<Checkpoint> kept = new ArrayList<>();
  private final Set<Long> signed;
  private final Map<Long, String> hashes = new HashMap<>();
  private final List<AdoptedLoss> losses = new ArrayList<>();
  private @Nullable NewestEnd lastEnd;
  private long last;
  private String lastHash;

  /** Checkpoints, and a head, that are younger than the export say nothing about it. */
  ExportChainCheck(Header header, List<Checkpoint> outside, Optional<RememberedHead> head) {
    this.head =
        head.filter(h -> h.installation().equals(header.installation()))
            .filter(h -> !h.recordedAt().isAfter(header.time()));
    this.header = header;
    this.outside = outside.stream().filter(c -> !c.time().isAfter(header.time())).toList();
    this.signed =
        this.outside.stream().map(Checkpoint::seq).collect(Collectors.toCollection(HashSet::new));
    this.head.ifPresent(h -> signed.add(h.seq()));
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
    long seq = row.number(EventColumn.SEQ);
    String hash = row.text(EventColumn.HASH);
    if (seq != last + 1) {
      return Optional.of(
          "Event %d is missing: event %d follows event %d.".formatted(last + 1, seq, last));
    }
    if (!row.text(EventColumn.PREV_HASH).equals(lastHash)) {
      return Optional.of(
          "Event %d does not fit: it was recorded behind another event %d.".formatted(seq, last));
    }
    if (!hash.equals(row.computedHash())) {
      return Optional.of(
          "Event %d does not fit: its fields do not have its hash, it was changed.".formatted(seq));
    }
    if (row.text(EventColumn.TYPE).equals(CheckpointVerifier.OPERATION_ENDED)) {
      lastEnd = new NewestEnd(seq, time(row));
    }
    if (row.text(EventColumn.TYPE).equals(ADOPTED)) {
      AdoptedLoss.in(row.recorded()).ifPresent(losses::add);
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
      return Instant.parse(row.text(EventColumn.RECORDED_AT));
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
    Optional<String> rollback = rollback();
    if (rollback.isPresent()) {
      return ExportVerdict.broken(rollback.get());
    }
    CheckpointReport checkpoints = CheckpointVerifier.judge(extract(), kept, outside, losses);
    return checkpoints.findings().stream()
        .filter(CheckpointFinding::damaging)
        .findFirst()
        .map(finding -> ExportVerdict.broken(sentence(finding)))
        .orElseGet(() -> ExportVerdict.whole(praise(count, checkpoints)));
  }

  /** What the replica acknowledged, and is not so here. */
  private Optional<String> rollback() {
    return head.filter(h -> losses.stream().noneMatch(l -> l.covers(h.seq(), h.recordedAt())))
        .filter(h ->
            h.seq() > header.head()
                || (h.seq() > header.after()
                    && h.seq() <= last
                    && !h.hash().equals(hashes.get(h.seq()))))
        .map(h -> new LogRollback(h.seq(), h.hash(), header.head()))
        .map(back -> capital(back.sentence()) + ".");
  }

  private CheckpointVerifier.Extract extract() {
    return new CheckpointVerifier.Extract(
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
    return capital(finding.detail()) + ".";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
