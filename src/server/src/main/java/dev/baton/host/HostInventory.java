package dev.baton.host;

import dev.baton.pair.HostId;
import java.util.List;
import java.util.Optional;

/** Which hosts are registered, and where their agents listen. */
public interface HostInventory {

  /** {@code address:port} of the agent; empty when no such host is registered. */
  Optional<String> endpoint(HostId host);

  /** All registered hosts, in the order of their registration. */
  List<HostId> hosts();
}
