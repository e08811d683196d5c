package dev.baton.agent.policy;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of the application, as far as one is wrong only beside another. */
record ApplicationKeys(PolicyValues values) {

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}");

  /** The first there is. */
  Optional<KeyFlaw> flaw() {
    return Stream.of(flawOfDraining(), flawOfToken()).flatMap(Optional::stream).findFirst();
  }

  private Optional<KeyFlaw> flawOfDraining() {
    if (values.has(PolicyKey.DRAIN) != values.has(PolicyKey.UNDRAIN)) {
      return Optional.of(
          new KeyFlaw(PolicyKey.DRAIN, "application.drain and application.undrain stand together"));
    }
    if (values.has(PolicyKey.DRAIN_JOBS) && !values.has(PolicyKey.MAINTENANCE)) {
      return Optional.of(
          new KeyFlaw(PolicyKey.DRAIN_JOBS, "is for application.maintenance, which is not there"));
    }
    return values.has(PolicyKey.DRAIN) && values.has(PolicyKey.MAINTENANCE)
        ? Optional.of(
            new KeyFlaw(
                PolicyKey.DRAIN, "stands beside application.maintenance; leave out one of them"))
        : Optional.empty();
  }

  /** Who reads along on the way would have the token. */
  private Optional<KeyFlaw> flawOfToken() {
    if (!values.has(PolicyKey.TOKEN_FILE) || values.has(PolicyKey.TOKEN_PLAIN)) {
      return Optional.empty();
    }
    URI uri = URI.create(values.text(PolicyKey.MAINTENANCE, "https://none/"));
    return "http".equals(uri.getScheme())
            && !LOOPBACK.matcher(String.valueOf(uri.getHost())).matches()
        ? Optional.of(
            new KeyFlaw(
                PolicyKey.MAINTENANCE,
                "the token would go to %s in the clear; write https or a loopback address, or application.token.plain=yes"
                    .formatted(uri.getHost())))
        : Optional.empty();
  }
}
