package dev.baton.assessment;

import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.IpAddresses;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the policy of a host names an application and an address where its pair is registered
 * with them. Plans follow the registration: what a policy alone names would be left on the old
 * site.
 */
public final class RegisteredParts {

  private RegisteredParts() {}

  /**
   * How they differ, with what to change; empty when they do not.
   *
   * @param name the application host of either site, which shows this
   */
  public static Optional<String> difference(PairState pair, Observation shown, HostId name) {
    return Stream.of(
            difference(
                "an application", "application", pair.hasApplication(), shown.application(), name),
            difference("an address", "address", pair.hasAddress(), shown.address(), name))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> another(pair, shown, name));
  }

  private static Optional<String> another(PairState pair, Observation shown, HostId host) {
    String address = Evidence.of(shown.address()).text(EvidenceKey.ADDRESS);
    return address.isEmpty() || IpAddresses.same(address, pair.address())
        ? Optional.empty()
        : Optional.of(
            "the policy of %s moves %s, and the pair is registered with %s: set address.ip of that policy to it and restart the agent, or register the pair with the other"
                .formatted(host, address, pair.address()));
  }

  private static Optional<String> difference(
      String part, String keys, boolean registered, Map<String, String> shown, HostId host) {
    boolean named = !shown.isEmpty();
    if (named == registered) {
      return Optional.empty();
    }
    return Optional.of(
        named
            ? "the policy of %1$s names %2$s, and the pair is registered without one: take the keys %3$s.* out of that policy and restart the agent, or register the pair with %2$s"
                .formatted(host, part, keys)
            : "the policy of %1$s names no %3$s, and the pair is registered with %2$s: add the keys %3$s.* to that policy and restart the agent, or register the pair without %2$s"
                .formatted(host, part, keys));
  }

  /** As a check of readiness. */
  static Check check(PairState pair, Observation shown, HostId name) {
    Optional<String> difference = difference(pair, shown, name);
    return Check.of(
        "policy as registered",
        difference.isEmpty(),
        "%s: %s".formatted(name, difference.isEmpty() ? "no difference" : "it differs"),
        "no difference",
        difference.orElse(""));
  }
}
