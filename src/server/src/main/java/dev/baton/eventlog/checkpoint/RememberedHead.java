package dev.baton.eventlog.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.eventlog.append.LogHead;
import java.time.Instant;

/**
 * The highest head of a log that a replica acknowledged, as it stands in its file.
 *
 * @param installation which log it is about
 * @param seq at least 1
 * @param hash of the event {@code seq}, hex
 * @param recordedAt of that event, by the clock of the database
 */
public record RememberedHead(String installation, long seq, String hash, Instant recordedAt) {

  static RememberedHead of(String installation, LogHead head) {
    return new RememberedHead(installation, head.seq(), head.hash(), head.recordedAt());
  }

  static RememberedHead fromJson(String text) throws JsonProcessingException {
    return Checkpoint.JSON.readValue(text, RememberedHead.class);
  }

  String toJson() {
    try {
      return Checkpoint.JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a head is always JSON", e);
    }
  }

  LogHead head() {
    return new LogHead(seq, hash, recordedAt);
  }
}
