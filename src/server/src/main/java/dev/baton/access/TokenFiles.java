package dev.baton.access;

import dev.baton.embedded.SecretFile;
import dev.baton.http.ApiRoles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens in a data folder: one that may do everything and one that may only read. Replacing a
 * file and starting again replaces the token.
 */
record TokenFiles(KeyedHash hash, List<Token> known) {

  /** More than the 128 bits that make guessing hopeless. */
  private static final int RANDOM_BYTES = 32;

  /** Lets scanners for leaked secrets know a token of ours. */
  private static final String PREFIX = "baton_";

  /** 128 bits as base64. */
  private static final int SHORTEST = PREFIX.length() + 22;

  private static final Set<String> ALL_ROLES =
      Set.of(
          ApiRoles.VIEWER,
          ApiRoles.OPERATOR,
          ApiRoles.INCIDENT_COMMANDER,
          ApiRoles.APPROVER,
          ApiRoles.AUDITOR,
          ApiRoles.ADMIN);

  TokenFiles {
    known = List.copyOf(known);
  }

  /** Reads them, and makes those that are missing. */
  static TokenFiles in(Path folder) throws IOException {
    String key = SecretFile.readOrCreate(folder.resolve("token.key"), TokenFiles::freshKey);
    KeyedHash hash = new KeyedHash(HexFormat.of().parseHex(key));
    return new TokenFiles(
        hash,
        List.of(
            token("admin", folder, ALL_ROLES, hash),
            token("viewer", folder, Set.of(ApiRoles.VIEWER), hash)));
  }

  /** Whose token that is; every known one is compared, in a time that tells nothing. */
  Optional<Token> find(String presented) {
    byte[] hashed = hash.of(presented);
    Optional<Token> found = Optional.empty();
    for (Token token : known) {
      if (token.matches(hashed)) {
        found = Optional.of(token);
      }
    }
    return found;
  }

  private static Token token(String name, Path folder, Set<String> roles, KeyedHash hash)
      throws IOException {
    Path file = folder.resolve(name + ".token");
    String secret = SecretFile.readOrCreate(file, TokenFiles::freshToken);
    if (secret.length() < SHORTEST) {
      throw new IOException(file + ": too short for a token; delete the file to get a new one");
    }
    return new Token(name, HexFormat.of().formatHex(hash.of(secret)), roles);
  }

  private static String freshToken() {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
  }

  private static String freshKey() {
    return HexFormat.of().formatHex(randomBytes());
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
