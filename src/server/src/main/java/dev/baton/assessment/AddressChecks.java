package dev.baton.assessment;

import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the pair's address is where it should be, and as the policy of that host says. */
final class AddressChecks {

  private final Evidence address;
  private final HostId host;

  AddressChecks(Map<String, String> address, HostId host) {
    this.address = Evidence.of(address);
    this.host = host;
  }

  /** For the application's host that serves. */
  List<Check> held() {
    boolean held = address.flag(EvidenceKey.HELD);
    return checks(Check.of("address held", held, measured(), "true", "assign it to " + host), held);
  }

  /** For the application's host that is to take over. */
  List<Check> notHeld() {
    boolean free = address.denied(EvidenceKey.HELD);
    return checks(
        Check.of("address not held", free, measured(), "false", "take the address off " + host),
        free);
  }

  private String measured() {
    return "%s holds it: %s".formatted(host, address.text(EvidenceKey.HELD, "unknown"));
  }

  /** A rollback assigns it by the policy: what stands there by other means would not come back. */
  private List<Check> checks(Check place, boolean right) {
    List<Check> checks = new ArrayList<>(List.of(place));
    if (right) {
      String difference = address.text(EvidenceKey.WHY);
      checks.add(
          Check.of(
              "address as in the policy",
              difference.isEmpty(),
              "%s: %s".formatted(host, difference.isEmpty() ? "no difference" : difference),
              "no difference",
              ("on %s, set address.prefix and address.device of the policy to what is right"
                      + " and restart the agent, or give the address the prefix and device of it")
                  .formatted(host)));
    }
    return checks;
  }
}
