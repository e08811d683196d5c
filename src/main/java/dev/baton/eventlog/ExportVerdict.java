package dev.baton.eventlog;

/**
 * What is to be said about an export.
 *
 * @param sentence for people, with its full stop
 */
public record ExportVerdict(Kind kind, String sentence) {

  /** Whether the file can be relied on. */
  public enum Kind {
    WHOLE,
    BROKEN,
    NO_EXPORT
  }

  static ExportVerdict whole(String sentence) {
    return new ExportVerdict(Kind.WHOLE, sentence);
  }

  static ExportVerdict broken(String sentence) {
    return new ExportVerdict(Kind.BROKEN, sentence);
  }

  static ExportVerdict noExport(String sentence) {
    return new ExportVerdict(Kind.NO_EXPORT, sentence);
  }
}
