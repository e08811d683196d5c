package dev.baton.agent.network;

import dev.baton.protocol.IpAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pair's address as it stands on one device, in the words of {@code ip -j addr}.
 *
 * @param tentative the kernel does not use it yet, as it asks whether somebody else has it
 * @param duplicate somebody else has it, so the kernel does not use it
 */
record StandingAddress(String device, String words, boolean tentative, boolean duplicate) {

  /** All on that device; usually one or none. */
  static List<StandingAddress> on(String name, Map<String, @Nullable Object> device, String ip) {
    List<StandingAddress> found = new ArrayList<>();
    if (device.get("addr_info") instanceof List<?> addresses) {
      for (Object address : addresses) {
        if (address instanceof Map<?, ?> info
            && info.get("local") instanceof String local
            && IpAddresses.same(ip, local)) {
          boolean duplicate = Boolean.TRUE.equals(info.get("dadfailed"));
          String words = words(ip, String.valueOf(info.get("prefixlen")), name);
          found.add(
              new StandingAddress(
                  name,
                  duplicate ? words + " (unused: somebody else has it)" : words,
                  Boolean.TRUE.equals(info.get("tentative")),
                  duplicate));
        }
      }
    }
    return found;
  }

  static String words(String ip, String prefix, String device) {
    return "%s/%s on %s".formatted(ip, prefix, device);
  }
}
