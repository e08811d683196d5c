package dev.baton.access;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.HostInventory;
import dev.baton.host.HostInventoryContract;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.HostId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;

/** The real register, over the projection of the log. */
@QuarkusTest
class HostRegistryTest extends HostInventoryContract {

  @Inject HostRegistry registry;
  @Inject EventLog log;

  @Override
  protected HostInventory inventory() {
    return registry;
  }

  @Override
  protected void register(HostId host, String endpoint) throws Exception {
    log.append(
        StreamId.of(host), 0, List.of(new HostRegistered(host, endpoint)), Contexts.engine());
  }
}
