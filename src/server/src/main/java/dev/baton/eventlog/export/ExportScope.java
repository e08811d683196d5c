package dev.baton.eventlog.export;

import java.util.OptionalLong;

/**
 * Which events an export holds, and whose they are.
 *
 * @param after only events above this one; 0 for all from the first
 * @param to and up to this one; empty for all there are when the export begins
 * @param publicKey the key that signs this installation's checkpoints, base64 of its X.509 form
 */
public record ExportScope(long after, OptionalLong to, String publicKey) {

  public ExportScope {
    if (after < 0 || to.orElse(after) < after) {
      throw new IllegalArgumentException("an export cannot end before it begins");
    }
  }

  public static ExportScope everything(String publicKey) {
    return new ExportScope(0, OptionalLong.empty(), publicKey);
  }
}
