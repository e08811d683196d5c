package dev.baton.protocol;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an agent reports of the files that are kept equal: one fact for each item, and some about
 * all of them.
 */
public record FileFacts(Map<String, String> facts) {

  /** In the place of a digest: no such file or folder. */
  public static final String ABSENT = "absent";

  /** Digest of a folder without files, and of a file without content. */
  public static final String NOTHING = Digests.of("");

  private static final Set<String> ABOUT_ALL =
      Set.of(
          EvidenceKey.WHY.wireName(),
          EvidenceKey.SCANNED_AT.wireName(),
          EvidenceKey.CHANGED_AT.wireName(),
          EvidenceKey.AGREED.wireName(),
          EvidenceKey.CHANGED_HERE.wireName(),
          EvidenceKey.CHANGED_HERE_AT.wireName());

  /** Whether an item cannot have that name, because it means something else here. */
  public static boolean isReserved(String item) {
    return ABOUT_ALL.contains(item) || item.equals("database");
  }

  /** Whether there is nothing of an item: no file, no content, or not even a folder. */
  public static boolean isNothing(String digest) {
    return digest.equals(ABSENT) || digest.equals(NOTHING);
  }

  /** Why none of them could be looked at; empty where they were, or where there are none. */
  public String unreadable() {
    return Evidence.of(facts).text(EvidenceKey.WHY);
  }

  /** Digest by item, or {@link #ABSENT}; sorted. */
  public Map<String, String> items() {
    Map<String, String> items = new TreeMap<>(facts);
    items.keySet().removeAll(ABOUT_ALL);
    return items;
  }
}
