package dev.baton.pair;

import java.util.regex.Pattern;

/** Checks names: they are DNS labels, because hosts and addresses carry them too. */
final class DnsLabel {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private DnsLabel() {}

  static void check(String value, String what) {
    if (!LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + ": use lower-case letters, digits and hyphens, 1 to 63 characters");
    }
  }
}
