package dev.baton.agent.application;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Collectors;

/** The addresses under which this host may appear elsewhere, as a client. */
final class HostAddresses {

  private HostAddresses() {}

  /** In order, parted by blanks; none that mean something on this host or this link alone. */
  static String list() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .map(HostAddresses::text)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Java adds the interface to an IPv6 address, behind a percent sign. */
  private static String text(InetAddress address) {
    return address.getHostAddress().replaceAll("%.*", "");
  }
}
