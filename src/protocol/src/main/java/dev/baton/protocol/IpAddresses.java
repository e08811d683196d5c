package dev.baton.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Addresses, or host names in their place, as people, kernels and databases write them: IPv6 can be
 * written in several ways.
 */
public final class IpAddresses {

  private IpAddresses() {}

  /** The one spelling to compare by; of a word that is no IPv6 address, in small letters. */
  public static String spelled(String word) {
    try {
      // Without a colon it could be a name, and that would be asked for on the network.
      return word.contains(":")
          ? InetAddress.getByName(word).getHostAddress()
          : word.toLowerCase(Locale.ROOT);
    } catch (UnknownHostException noAddress) {
      return word;
    }
  }

  /** Whether both mean the same address. */
  public static boolean same(String one, String other) {
    return spelled(one).equals(spelled(other));
  }
}
