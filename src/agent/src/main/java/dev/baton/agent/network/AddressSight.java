package dev.baton.agent.network;

import dev.baton.protocol.EvidenceKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was seen of the address from this host.
 *
 * @param facts {@code address} and {@code held}, and what else there is to say
 * @param other who else has it; empty also when no other was asked
 */
record AddressSight(Map<String, String> facts, boolean held, Optional<String> other) {

  AddressSight {
    facts = Map.copyOf(facts);
  }

  /** With what the others said. */
  Map<String, String> withAnswer() {
    Map<String, String> all = new TreeMap<>(facts);
    all.put(EvidenceKey.ANSWERED.wireName(), Boolean.toString(other.isPresent()));
    other.ifPresent(who -> all.put(EvidenceKey.MAC.wireName(), who));
    return all;
  }
}
