package dev.baton.eventlog;

/**
 * An event that somebody depends on cannot be read, or does not follow from those before it; the
 * message names it. Whoever met it must not act on what the stream would say.
 */
public final class UnreadableEventException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private UnreadableEventException(RecordedEvent event, String why) {
    super(
        "event %d of %s cannot be read by this version: %s"
            .formatted(event.seq(), event.stream(), why));
  }

  /**
   * For that event.
   *
   * @param why a sentence without its full stop
   */
  public static UnreadableEventException of(RecordedEvent event, String why) {
    return new UnreadableEventException(event, why);
  }
}
