package dev.baton.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an agent listens: {@code name-or-ip:port}, an IPv6 address in brackets.
 *
 * @param text as given; the same place written differently is another endpoint
 */
record Endpoint(String text) {

  /** As a regular expression; whether there is such a port it cannot say. */
  static final String PATTERN =
      "^([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\]):([0-9]{1,5})$";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  Endpoint {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches() || port(shape) < 1 || port(shape) > 65_535) {
      throw new IllegalArgumentException(
          text.contains("@")
              ? "holds a user name or password; agents know control planes by their certificates:"
                  + " write address and port alone, like 10.0.0.5:7443"
              : "is not an address and a port; write it like 10.0.0.5:7443");
    }
  }

  private static int port(Matcher shape) {
    return Integer.parseInt(shape.group(3));
  }
}
