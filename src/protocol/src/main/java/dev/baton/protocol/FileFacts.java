package dev.baton.protocol;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an agent reports of the files that are kept equal: one fact for each item, and some about
 * all of them.
 */
public record FileFacts(Map<String, String> facts) {

  private static final Set<String> ABOUT_ALL =
      Set.of(
          EvidenceKey.SCANNED_AT.wireName(),
          EvidenceKey.CHANGED_AT.wireName(),
          EvidenceKey.AGREED.wireName(),
          EvidenceKey.CHANGED_HERE.wireName(),
          EvidenceKey.CHANGED_HERE_AT.wireName());

  /** Digest by item, or {@code absent}; sorted. */
  public Map<String, String> items() {
    Map<String, String> items = new TreeMap<>(facts);
    items.keySet().removeAll(ABOUT_ALL);
    return items;
  }
}
