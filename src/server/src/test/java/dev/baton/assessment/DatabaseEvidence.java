package dev.baton.assessment;

import java.util.Map;

/** What databases show that are like each other and have nothing of others on them. */
public final class DatabaseEvidence {

  public static final Map<String, String> NOTHING_SPECIAL =
      Map.of(
          "version", "15.4",
          "applyDelay", "0",
          "standbyLimits", "max_connections=100",
          "allSlots", "",
          "freeSlots", "9",
          "silentSenders", "",
          "archiveWaiting", "0",
          "stopSeconds", "10");

  private DatabaseEvidence() {}
}
