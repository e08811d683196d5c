package dev.baton.eventlog;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds each event to all before it, so that a later change is found at the first event that does
 * not fit.
 *
 * <p>The hash is SHA-256 over the text {@code baton-event/1} and then every field in the order of
 * {@link EventColumn}, the previous hash last. A field is its length in bytes (4 bytes, big-endian)
 * and its UTF-8 bytes; an absent one is the length -1 alone. Numbers are decimal, times are UTC
 * with six digits of a second ({@code 2026-01-31T08:15:30.123456Z}), hashes are lower-case hex,
 * roles are a JSON array, the payload is JSON in the form of RFC 8785.
 */
public final class HashChain {

  /** What stands as the previous hash of the first event. */
  public static final String GENESIS = "0".repeat(64);

  private HashChain() {}

  /**
   * The hash of one event.
   *
   * @param fields the texts of all columns but the hash, in order; null where absent
   */
  public static String hash(List<@Nullable String> fields) {
    var input = new HashInput();
    input.begin();
    fields.forEach(input::field);
    return HexFormat.of().formatHex(input.hash());
  }
}
