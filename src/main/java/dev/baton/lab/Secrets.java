package dev.baton.lab;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords and the token of one lab, new for each. */
record Secrets(String replication, String application, String token) {

  static Secrets random() {
    return new Secrets(word(), word(), word());
  }

  private static String word() {
    byte[] bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
