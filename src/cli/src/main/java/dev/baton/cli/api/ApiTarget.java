package dev.baton.cli.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The control plane that is called.
 *
 * @param authority file with the certificates that sign its own; empty for those the JDK trusts
 * @param plainHttp whether the token may go over plain HTTP to another machine
 */
public record ApiTarget(URI url, String token, Optional<Path> authority, boolean plainHttp) {

  public ApiTarget {
    if (scheme(url).equals("http") && !isLoopback(host(url)) && !plainHttp) {
      throw new CommandFailure(
          ExitCode.WRONG_USE,
          "the token would go to %s unencrypted; use https, or say --plain-http where the network is trusted"
              .formatted(url));
    }
  }

  /**
   * The address as it was written.
   *
   * @param where it was written, for the message
   */
  public static URI address(String text, String where) {
    try {
      URI url = URI.create(text.replaceAll("/+$", ""));
      boolean bare =
          url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
      if (bare && !host(url).isEmpty() && scheme(url).matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw unusable(text, where);
    }
    throw unusable(text, where);
  }

  private static CommandFailure unusable(String text, String where) {
    return new CommandFailure(
        ExitCode.WRONG_USE,
        "%s: '%s' is no address of a control plane; use the form https://baton.example:8400"
            .formatted(where, text));
  }

  private static String scheme(URI url) {
    String scheme = url.getScheme();
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }

  private static String host(URI url) {
    String host = url.getHost();
    return host == null ? "" : host;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return url.toString();
  }
}
