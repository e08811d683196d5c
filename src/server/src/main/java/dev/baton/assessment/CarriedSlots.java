package dev.baton.assessment;

import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Physical slots of others that go where the primary goes, as the policy of its host names them.
 *
 * @param from the primary they are on
 * @param to the database that is to have them
 * @param primary keys of {@code postgres.position}; empty when that is not known
 * @param target the same of the other database
 */
public record CarriedSlots(
    HostId from, HostId to, Map<String, String> primary, Map<String, String> target) {

  /** Their names, whether they are there or not; the pair's own are never among them. */
  public List<String> named() {
    return words(primary, EvidenceKey.CARRIED_SLOTS)
        .distinct()
        .filter(slot -> !slot.equals(from.slot()) && !slot.equals(to.slot()))
        .toList();
  }

  /** Whether the primary has it, with WAL that is kept for a reader. */
  public boolean live(String slot) {
    return keeps(primary, slot);
  }

  /** Whether that database has a slot of that name that keeps WAL for its reader. */
  public static boolean keeps(Map<String, String> database, String slot) {
    return position(database, slot).isPresent();
  }

  /** What keeps the reader from going on on the other database; empty when nothing does. */
  public Optional<String> obstacle(String slot) {
    Optional<Lsn> needed = position(primary, slot);
    Optional<Lsn> kept =
        exists(target, slot)
            ? position(target, slot)
            : Evidence.of(target).lsn(EvidenceKey.REDO_LSN);
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    Optional<Lsn> file = kept.flatMap(this::beginningOfItsFile);
    return file.map(lsn -> lsn.compareTo(needed.get()) <= 0).orElse(false)
        ? Optional.empty()
        : Optional.of(
            "the reader of %s needs WAL from %s on, and %s keeps it from %s on"
                .formatted(slot, needed.get(), to, file.map(Lsn::toString).orElse("unknown")));
  }

  /** WAL is kept in whole files, and readers that write files are behind by the one they are at. */
  private Optional<Lsn> beginningOfItsFile(Lsn lsn) {
    return Evidence.of(target)
        .number(EvidenceKey.WAL_SEGMENT_BYTES)
        .map(size -> new Lsn(lsn.bytes() - Long.remainderUnsigned(lsn.bytes(), size)));
  }

  /** Whether that database has a physical slot of that name. */
  public static boolean exists(Map<String, String> database, String slot) {
    return entry(database, slot).isPresent();
  }

  /** From where on a slot keeps WAL; empty when there is none, or it keeps nothing. */
  private static Optional<Lsn> position(Map<String, String> database, String slot) {
    return entry(database, slot)
        .flatMap(entry -> Lsn.parse(entry.substring(entry.indexOf('@') + 1)));
  }

  private static Optional<String> entry(Map<String, String> database, String slot) {
    return words(database, EvidenceKey.SLOT_POSITIONS)
        .filter(word -> word.startsWith(slot + "@"))
        .findFirst();
  }

  /** What an agent lists with blanks between. */
  static Stream<String> words(Map<String, String> database, EvidenceKey key) {
    return Arrays.stream(Evidence.of(database).text(key).split(" ", -1))
        .filter(word -> !word.isEmpty());
  }
}
