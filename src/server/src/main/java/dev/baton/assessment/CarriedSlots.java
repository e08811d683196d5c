package dev.baton.assessment;

import dev.baton.pair.Site;
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
 * Both sides are keys of {@code postgres.position}.
 */
public record CarriedSlots(
    Site from, Site to, Map<String, String> primary, Map<String, String> standby) {

  /**
   * Their names, as a plan needs them.
   *
   * @param present on the primary
   * @param missing those of them that are to be made on the other database
   */
  public record SlotNames(List<String> present, List<String> missing) {

    /** Nothing is carried. */
    public static final SlotNames NONE = new SlotNames(List.of(), List.of());

    public SlotNames {
      present = List.copyOf(present);
      missing = List.copyOf(missing);
    }
  }

  public SlotNames names() {
    return new SlotNames(present(), missing());
  }

  private static Stream<String> words(Map<String, String> database, EvidenceKey key) {
    return Arrays.stream(Evidence.of(database).text(key).split(" ", -1))
        .filter(word -> !word.isEmpty());
  }

  /** Those that are there; the pair's own are made and dropped without being named. */
  public List<String> present() {
    return words(primary, EvidenceKey.CARRIED_SLOTS)
        .distinct()
        .filter(slot -> !slot.equals(from.slot()) && !slot.equals(to.slot()))
        .filter(slot -> exists(primary, slot))
        .toList();
  }

  /** Those of them that the other database does not have yet. */
  public List<String> missing() {
    return present().stream().filter(slot -> !exists(standby, slot)).toList();
  }

  /** Those whose reader needs WAL that a slot made on the other database now does not keep. */
  public List<String> behind() {
    Optional<Lsn> kept = kept(standby);
    return missing().stream()
        .filter(slot ->
            position(primary, slot)
                .flatMap(needed -> kept.map(from -> needed.compareTo(from) < 0))
                .orElse(false))
        .toList();
  }

  /** Whether that database has a physical slot of that name. */
  public static boolean exists(Map<String, String> database, String slot) {
    return entry(database, slot).isPresent();
  }

  /**
   * From where on a slot of that database keeps WAL when it is made now: whole files, from that of
   * the last checkpoint on. Readers that write files are behind by the one they are at.
   */
  public static Optional<Lsn> kept(Map<String, String> database) {
    Evidence evidence = Evidence.of(database);
    return evidence
        .lsn(EvidenceKey.REDO_LSN)
        .flatMap(redo ->
            evidence
                .number(EvidenceKey.WAL_SEGMENT_BYTES)
                .map(size -> new Lsn(redo.bytes() - Long.remainderUnsigned(redo.bytes(), size))));
  }

  /** From where on the slot's reader needs WAL; empty when there is no slot, or nobody has read. */
  public static Optional<Lsn> position(Map<String, String> database, String slot) {
    return entry(database, slot)
        .map(entry -> entry.substring(entry.indexOf('@') + 1))
        .filter(lsn -> !lsn.isEmpty())
        .flatMap(Lsn::parse);
  }

  private static Optional<String> entry(Map<String, String> database, String slot) {
    return words(database, EvidenceKey.SLOT_POSITIONS)
        .filter(word -> word.startsWith(slot + "@"))
        .findFirst();
  }
}
