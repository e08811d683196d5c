package dev.baton.lab.machine;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords and the token of one lab, new for each. */
public record LabPasswords(String replication, String application, String token) {

  public static LabPasswords random() {
    return new LabPasswords(word(), word(), word());
  }

  private static String word() {
    byte[] bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
