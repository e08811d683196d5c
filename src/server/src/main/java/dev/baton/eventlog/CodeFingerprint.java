package dev.baton.eventlog;

import dev.baton.protocol.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the code that derived something from the log, by the class files it consists of. What
 * other code has derived is not trusted, whatever version number it bears.
 */
public final class CodeFingerprint {

  private static final Pattern OURS = Pattern.compile("dev/baton/[\\w$/]+");

  private CodeFingerprint() {}

  /**
   * Of these classes and all of ours that they mention, directly or through others; one that
   * nothing else has when a class file cannot be read.
   */
  public static String of(Class<?>... roots) {
    Map<String, byte[]> files = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Class<?> root : roots) {
      open.add(root.getName().replace('.', '/'));
    }
    try {
      while (!open.isEmpty()) {
        String name = open.remove();
        byte @Nullable [] file = files.containsKey(name) ? null : read(name);
        if (file != null) {
          files.put(name, file);
          open.addAll(mentioned(file));
        }
      }
      MessageDigest digest = Digests.sha256();
      files.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      return "unreadable-" + UUID.randomUUID();
    }
  }

  /** Null for a name that is no class of ours, as a text in one may look like it. */
  private static byte @Nullable [] read(String name) throws IOException {
    try (InputStream file =
        CodeFingerprint.class.getClassLoader().getResourceAsStream(name + ".class")) {
      return file == null ? null : file.readAllBytes();
    }
  }

  /** Names of classes stand as plain text in a class file's constants. */
  private static List<String> mentioned(byte[] file) {
    return OURS.matcher(new String(file, StandardCharsets.ISO_8859_1))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }
}
