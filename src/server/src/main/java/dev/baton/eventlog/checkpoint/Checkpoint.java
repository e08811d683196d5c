package dev.baton.eventlog.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;

/**
 * A signed statement: at that time the log ended with that event, and that was its hash. Because
 * the hash binds all events before it, whoever keeps one outside the database can tell whether any
 * of them was changed since.
 *
 * @param number counted from 1, without a gap
 * @param installation which log it is about
 * @param hash of the event {@code seq}, hex
 * @param time by the clock of the database, to the microsecond
 * @param key public key of the signer, base64 of its X.509 form
 * @param signature ed25519 over {@link #statement()}, base64
 */
public record Checkpoint(
    long number,
    String installation,
    long seq,
    String hash,
    Instant time,
    String key,
    String signature) {

  public static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public static Checkpoint signed(
      long number, String installation, long seq, String hash, Instant time, CheckpointKey key) {
    var unsigned = new Checkpoint(number, installation, seq, hash, time, key.publicKey(), "");
    String signature = key.sign(unsigned.statement());
    return new Checkpoint(number, installation, seq, hash, time, key.publicKey(), signature);
  }

  /**
   * Reads one line of a checkpoint file.
   *
   * @throws JsonProcessingException when it is none; the message says why
   */
  static Checkpoint fromJson(String line) throws JsonProcessingException {
    return JSON.readValue(line, Checkpoint.class);
  }

  /** One line, without its end. */
  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a checkpoint is always JSON", e);
    }
  }

  /** The text under the signature: never changed, or no released checkpoint verifies any more. */
  String statement() {
    return String.join(
        "\n",
        "baton-checkpoint/1",
        Long.toString(number),
        installation,
        Long.toString(seq),
        hash,
        time.toString(),
        "");
  }

  /** Whether whoever holds the private half of {@link #key()} signed exactly this. */
  boolean verifies() {
    return Ed25519.verify(key, statement(), signature);
  }
}
