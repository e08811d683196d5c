package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what reads the primary's WAL through a slot can do so on the other database. */
record SlotChecks(CarriedSlots slots) {

  private static final String LOGICAL = "logical";

  List<Check> all() {
    List<Check> checks = new ArrayList<>(List.of(ofOthers(), free()));
    if (!slots.named().isEmpty()) {
      checks.add(carried());
    }
    return checks;
  }

  /**
   * A slot stays with its server. A logical one's reader would miss rows without a word, unless the
   * standby has it too, synchronized.
   */
  private Check ofOthers() {
    String name = "slots of others";
    String limit = "no logical one that the standby does not have synchronized";
    if (!Evidence.of(slots.primary()).has(EvidenceKey.ALL_SLOTS)) {
      return Check.unknown(name, "unknown", limit, "look again");
    }
    Map<String, String> others = kinds(slots.primary());
    others.remove(slots.to().slot());
    Set<String> synced =
        CarriedSlots.words(slots.target(), EvidenceKey.SYNCED_SLOTS).collect(Collectors.toSet());
    String lost =
        others.entrySet().stream()
            .filter(slot -> slot.getValue().equals(LOGICAL) && !synced.contains(slot.getKey()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return Check.of(
        name,
        lost.isEmpty(),
        others.isEmpty() ? "none" : "on %s: %s".formatted(slots.from(), words(others, synced)),
        limit,
        "%1$s would be lost: end what reads it and drop it, and set it up anew after the switchover; or, from PostgreSQL 17 on, have it synchronized, with failover = true on %2$s, sync_replication_slots = on on %3$s, and no slot of that name made on %3$s itself"
            .formatted(lost, slots.from(), slots.to()));
  }

  private String words(Map<String, String> others, Set<String> synced) {
    return others.entrySet().stream()
        .map(slot ->
            "%s (%s%s%s)"
                .formatted(
                    slot.getKey(),
                    slot.getValue(),
                    slots.named().contains(slot.getKey()) ? ", carried" : "",
                    synced.contains(slot.getKey()) ? ", synchronized" : ""))
        .collect(Collectors.joining(", "));
  }

  /** The old primary cannot follow without one, and by then service has moved. */
  private Check free() {
    String name = "free replication slots";
    Map<String, String> there = kinds(slots.target());
    long needed =
        slots.named().stream().filter(slots::live).filter(slot -> !there.containsKey(slot)).count()
            + (there.containsKey(slots.from().slot()) ? 0 : 1);
    String limit = "at least " + needed;
    return Evidence.of(slots.target())
        .number(EvidenceKey.FREE_SLOTS)
        .map(free ->
            Check.of(
                name,
                free >= needed,
                "%d on %s".formatted(free, slots.to()),
                limit,
                "raise max_replication_slots on %s and restart it, or drop slots that nobody reads"
                    .formatted(slots.to())))
        .orElseGet(() ->
            Check.unknown(
                name,
                "unknown",
                limit,
                "look again, or bring the agent of %s to this version".formatted(slots.to())));
  }

  private Check carried() {
    Map<String, String> there = kinds(slots.target());
    List<String> faults = new ArrayList<>();
    for (String slot : slots.named()) {
      Optional<String> obstacle =
          LOGICAL.equals(there.get(slot))
              ? Optional.of("%s is a logical one on %s".formatted(slot, slots.to()))
              : slots.obstacle(slot);
      obstacle.ifPresent(faults::add);
    }
    String measured = slots.named().stream().map(this::described).collect(Collectors.joining(", "));
    return Check.of(
        "slots carried",
        faults.isEmpty(),
        faults.isEmpty() ? measured : String.join("; ", faults),
        "physical, and their readers not behind the last checkpoint there",
        "let the reader catch up, drop what stands in its way on %s, or take the slot out of postgres.slots.carry on %s and set its reader up anew after"
            .formatted(slots.to(), slots.from()));
  }

  private String described(String slot) {
    if (slots.live(slot)) {
      return slot;
    }
    return CarriedSlots.exists(slots.primary(), slot)
        ? "%s (keeps no WAL, and stays on %s)".formatted(slot, slots.from())
        : "%s (none on %s)".formatted(slot, slots.from());
  }

  /** Slots by name: {@code physical} or {@code logical}. */
  private static Map<String, String> kinds(Map<String, String> database) {
    Map<String, String> kinds = new LinkedHashMap<>();
    CarriedSlots.words(database, EvidenceKey.ALL_SLOTS)
        .map(slot -> slot.split(":", 2))
        .filter(slot -> slot.length == 2)
        .forEach(slot -> kinds.put(slot[0], slot[1]));
    return kinds;
  }
}
