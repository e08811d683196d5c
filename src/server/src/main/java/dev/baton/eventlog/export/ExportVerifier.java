package dev.baton.eventlog.export;

import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.RememberedHead;
import dev.baton.eventlog.export.ExportLine.End;
import dev.baton.eventlog.export.ExportLine.EventLine;
import dev.baton.eventlog.export.ExportLine.Header;
import dev.baton.eventlog.export.ExportLine.Signed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies an export by itself: no database, no control plane, one pass over the file. */
public final class ExportVerifier {

  private final Optional<String> trustedKey;
  private final List<Checkpoint> outside;
  private final Optional<RememberedHead> head;

  /**
   * Says what is known about the installation from elsewhere.
   *
   * @param trustedKey its public key; without it an export is only held against its own words
   * @param outside checkpoints that were kept apart from the export; may be empty
   * @param head what a replica acknowledged last; one that is younger than the export says nothing
   */
  public ExportVerifier(
      Optional<String> trustedKey, List<Checkpoint> outside, Optional<RememberedHead> head) {
    this.head = head;
    this.trustedKey = trustedKey;
    this.outside = List.copyOf(outside);
  }

  /** Reads to the end, or to the first thing that is wrong. */
  public ExportVerdict verify(InputStream in) throws IOException {
    var lines = new LineReader(in);
    try {
      Header header = header(lines.next());
      if (header == null) {
        return ExportVerdict.noExport("This is no export of Baton: its first line is no header.");
      }
      if (trustedKey.isPresent() && !trustedKey.get().equals(header.publicKey())) {
        return ExportVerdict.broken(
            "The export is from another installation: its key is %s, the one given is %s."
                .formatted(header.publicKey(), trustedKey.get()));
      }
      return events(new ExportChainCheck(header, outside, head), lines);
    } catch (BrokenLineException e) {
      return lines.ended()
          ? ExportVerdict.broken("Line %d %s.".formatted(lines.number(), e.getMessage()))
          : ExportVerdict.broken(
              "The export is cut: line %d, the last, ends in the middle."
                  .formatted(lines.number()));
    }
  }

  private static @Nullable Header header(@Nullable String line) {
    try {
      return line != null
              && ExportParser.parse(line) instanceof Header header
              && header.format().equals(ExportLine.FORMAT)
          ? header
          : null;
    } catch (BrokenLineException notOurs) {
      return null;
    }
  }

  private static ExportVerdict events(ExportChainCheck chain, LineReader lines)
      throws IOException, BrokenLineException {
    for (String text = lines.next(); text != null; text = lines.next()) {
      switch (ExportParser.parse(text)) {
        case Header again -> throw new BrokenLineException("is a second header");
        case Signed line -> chain.add(line.checkpoint());
        case EventLine line -> {
          Optional<String> fault = chain.add(line.row());
          if (fault.isPresent()) {
            return ExportVerdict.broken(fault.get());
          }
        }
        case End end -> {
          return lines.next() == null
              ? chain.verdict(end)
              : ExportVerdict.broken(
                  "Line %d comes after the line that ends the export.".formatted(lines.number()));
        }
      }
    }
    return ExportVerdict.broken(
        "The export is cut: it ends after event %d, without the line that ends an export."
            .formatted(chain.last()));
  }
}
