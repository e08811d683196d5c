package dev.baton.agent.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** The keys of the pair's address: a place on a network device, or commands that move it. */
record AddressKeys(PolicyValues values) {

  private static final List<PolicyKey> COMMANDS =
      List.of(PolicyKey.ADDRESS_ASSIGN, PolicyKey.ADDRESS_RELEASE, PolicyKey.ADDRESS_PROBE);
  private static final String TOGETHER =
      "address.assign, address.release and address.probe stand together";
  private static final int LONGEST_OF_IPV4 = 32;

  /** What each key alone does not show; whether it is missing at all is seen by the caller. */
  Optional<KeyFlaw> flaw() {
    String ip = values.text(PolicyKey.ADDRESS_IP, "");
    long commands = COMMANDS.stream().filter(values::has).count();
    if (commands > 0 && commands < COMMANDS.size()) {
      return COMMANDS.stream()
          .filter(key -> !values.has(key))
          .findFirst()
          .map(key -> new KeyFlaw(key, "is missing: " + TOGETHER));
    }
    if (commands == 0 && values.has(PolicyKey.ADDRESS_TIMEOUT)) {
      return Optional.of(
          new KeyFlaw(PolicyKey.ADDRESS_TIMEOUT, "is for address.assign, which is not there"));
    }
    if (ip.contains(":") && !isIpv6(ip)) {
      return Optional.of(
          new KeyFlaw(PolicyKey.ADDRESS_IP, "'%s' is no IPv6 address".formatted(ip)));
    }
    return commands == 0 && !ip.isEmpty() ? flawOnDevice(ip) : Optional.empty();
  }

  private Optional<KeyFlaw> flawOnDevice(String ip) {
    boolean ipv4 = Form.ADDRESS.fits(ip);
    if (!ipv4 && !ip.contains(":")) {
      return Optional.of(
          new KeyFlaw(
              PolicyKey.ADDRESS_IP,
              "'%s' is a name, and a device carries an IPv4 or IPv6 address; a name is for address.assign"
                  .formatted(ip)));
    }
    String prefix = values.text(PolicyKey.ADDRESS_PREFIX, "1");
    return ipv4 && Integer.parseInt(prefix) > LONGEST_OF_IPV4
        ? Optional.of(
            new KeyFlaw(
                PolicyKey.ADDRESS_PREFIX,
                "%s is for IPv6; that of the IPv4 address %s is 1 to 32".formatted(prefix, ip)))
        : Optional.empty();
  }

  /** In brackets Java asks no name server; one that stands for an IPv4 address is none. */
  private static boolean isIpv6(String ip) {
    try {
      return InetAddress.getByName("[" + ip + "]") instanceof Inet6Address;
    } catch (UnknownHostException no) {
      return false;
    }
  }

  /** All that it needs is there. */
  Policy.AddressPart part() {
    return new Policy.AddressPart(
        values.text(PolicyKey.ADDRESS_IP),
        values.has(PolicyKey.ADDRESS_ASSIGN) ? byCommands() : onDevice());
  }

  private Policy.AddressWay onDevice() {
    return new Policy.OnDevice(
        Integer.parseInt(values.text(PolicyKey.ADDRESS_PREFIX)),
        values.text(PolicyKey.ADDRESS_DEVICE));
  }

  private Policy.AddressWay byCommands() {
    return new Policy.ByCommands(
        values.words(PolicyKey.ADDRESS_ASSIGN),
        values.words(PolicyKey.ADDRESS_RELEASE),
        values.words(PolicyKey.ADDRESS_PROBE),
        values.seconds(PolicyKey.ADDRESS_TIMEOUT, 15));
  }
}
