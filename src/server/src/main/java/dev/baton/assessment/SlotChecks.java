package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether what reads the primary's WAL through a slot can do so on the other database. */
record SlotChecks(CarriedSlots slots) {

  private static final String LOGICAL = "logical";

  List<Check> all() {
    List<Check> checks = new ArrayList<>(List.of(ofOthers(), free()));
    if (!slots.present().isEmpty()) {
      checks.add(carried());
    }
    return checks;
  }

  /** A slot stays with its server. A logical one's reader would miss rows without a word. */
  private Check ofOthers() {
    String name = "slots of others";
    String limit = "no logical one";
    if (!Evidence.of(slots.primary()).has(EvidenceKey.ALL_SLOTS)) {
      return Check.unknown(name, "unknown", limit, "look again");
    }
    Map<String, String> others = kinds(slots.primary());
    String unusedOwn = others.remove(slots.to().slot());
    return Check.of(
        name,
        !others.containsValue(LOGICAL),
        others.isEmpty() ? "none" : "on %s: %s".formatted(slots.from().database(), words(others)),
        limit,
        "end what reads the logical slot and drop it, and set it up anew after the switchover");
  }

  private String words(Map<String, String> others) {
    List<String> carried = slots.present();
    return others.entrySet().stream()
        .map(slot ->
            "%s (%s%s)"
                .formatted(
                    slot.getKey(),
                    slot.getValue(),
                    carried.contains(slot.getKey()) ? ", carried" : ""))
        .collect(Collectors.joining(", "));
  }

  /** The old primary cannot follow without one, and by then service has moved. */
  private Check free() {
    String name = "free replication slots";
    Evidence standby = Evidence.of(slots.standby());
    boolean there = kinds(slots.standby()).containsKey(slots.from().slot());
    int needed = slots.missing().size() + (there ? 0 : 1);
    String limit = "at least " + needed;
    return standby
        .number(EvidenceKey.FREE_SLOTS)
        .map(free ->
            Check.of(
                name,
                free >= needed,
                "%d on %s".formatted(free, slots.to().database()),
                limit,
                "raise max_replication_slots on %s and restart it, or drop slots that nobody reads"
                    .formatted(slots.to().database())))
        .orElseGet(() -> Check.unknown(name, "unknown", limit, "look again"));
  }

  private Check carried() {
    Map<String, String> there = kinds(slots.standby());
    List<String> faults = new ArrayList<>();
    slots.present().stream()
        .filter(slot -> LOGICAL.equals(there.get(slot)))
        .forEach(slot -> faults.add("%s is a logical one on %s".formatted(slot, to())));
    String kept = CarriedSlots.kept(slots.standby()).map(Lsn::toString).orElse("unknown");
    slots
        .behind()
        .forEach(slot ->
            faults.add(
                "%s is read from %s on, and %s would keep from %s on"
                    .formatted(
                        slot,
                        CarriedSlots.position(slots.primary(), slot).orElseThrow(),
                        to(),
                        kept)));
    return Check.of(
        "slots carried",
        faults.isEmpty(),
        faults.isEmpty() ? String.join(", ", slots.present()) : String.join("; ", faults),
        "physical, and their readers not behind",
        "let the reader catch up, or take the slot out of postgres.slots.carry on %s and set its reader up anew after"
            .formatted(slots.from().database()));
  }

  private String to() {
    return slots.to().database().value();
  }

  /** Slots by name: {@code physical} or {@code logical}. */
  private static Map<String, String> kinds(Map<String, String> database) {
    Map<String, String> kinds = new LinkedHashMap<>();
    Arrays.stream(Evidence.of(database).text(EvidenceKey.ALL_SLOTS).split(" ", -1))
        .map(slot -> slot.split(":", 2))
        .filter(slot -> slot.length == 2)
        .forEach(slot -> kinds.put(slot[0], slot[1]));
    return kinds;
  }
}
