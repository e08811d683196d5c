package dev.baton.pair;

import java.util.regex.Pattern;

/**
 * The one rule for names; the letters of a DNS label, because hosts and addresses carry them too.
 */
final class Names {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private Names() {}

  static void check(String value, String what) {
    if (!LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s': use lower-case letters, digits and hyphens, 1 to 63 characters"
              .formatted(what, value));
    }
  }
}
