package dev.baton.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/**
 * A known token: name, roles and keyed hash, without the token itself.
 *
 * @param name the actor on the events it causes
 * @param keyedHash lower-case hex
 */
record Token(String name, String keyedHash, Set<String> roles) {

  Token {
    roles = Set.copyOf(roles);
  }

  /** Takes as long for a wrong hash as for the right one. */
  boolean matches(byte[] hashed) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(keyedHash), hashed);
  }

  /** Enough of the hash to tell tokens apart in the log. */
  String fingerprint() {
    return "token:" + keyedHash.substring(0, 12);
  }
}
