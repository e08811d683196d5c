package dev.baton.pair;

/**
 * How much write-ahead log that the standby never received the caller of a forced switchover agrees
 * to lose. The words are in the log, in plans and in the API.
 */
public sealed interface AcceptedLoss {

  /** Nothing: only a quote of exactly zero bytes is covered. */
  record NoLoss() implements AcceptedLoss {}

  /** Any amount. */
  record AnyLoss() implements AcceptedLoss {}

  /** At most so many bytes; an amount that is not known exactly is not covered. */
  record LossUpTo(long bytes) implements AcceptedLoss {}

  /** Whether it covers a loss of exactly so many bytes. */
  default boolean covers(long exactly) {
    return switch (this) {
      case NoLoss n -> exactly <= 0;
      case AnyLoss a -> true;
      case LossUpTo(long bytes) -> exactly <= bytes;
    };
  }

  /** {@code none}, {@code unknown} or the number of bytes. */
  default String word() {
    return switch (this) {
      case NoLoss n -> "none";
      case AnyLoss a -> "unknown";
      case LossUpTo(long bytes) -> Long.toString(bytes);
    };
  }

  /** That nothing may be lost. */
  static AcceptedLoss none() {
    return new NoLoss();
  }

  /** That any amount may be lost, for it may be unknown. */
  static AcceptedLoss any() {
    return new AnyLoss();
  }

  /**
   * The acceptance of that word.
   *
   * @throws IllegalArgumentException with words for the caller
   */
  static AcceptedLoss of(String word) {
    return switch (word) {
      case "none" -> none();
      case "unknown" -> any();
      case String bytes when bytes.matches("\\d{1,18}") -> new LossUpTo(Long.parseLong(bytes));
      default ->
          throw new IllegalArgumentException(
              "use none, unknown (any amount), or a number of bytes");
    };
  }
}
