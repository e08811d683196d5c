package dev.baton.eventlog.export;

/**
 * The result of verifying an export, in one sentence.
 *
 * @param sentence for people, with its full stop
 */
public record ExportVerdict(VerdictKind kind, String sentence) {

  /** Whether the file can be relied on. */
  public enum VerdictKind {
    WHOLE,
    BROKEN,
    NO_EXPORT
  }

  static ExportVerdict whole(String sentence) {
    return new ExportVerdict(VerdictKind.WHOLE, sentence);
  }

  static ExportVerdict broken(String sentence) {
    return new ExportVerdict(VerdictKind.BROKEN, sentence);
  }

  static ExportVerdict noExport(String sentence) {
    return new ExportVerdict(VerdictKind.NO_EXPORT, sentence);
  }
}
