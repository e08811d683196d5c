package dev.baton.host;

import dev.baton.pair.HostId;

class FixedInventoryTest extends HostInventoryContract {

  private final FixedInventory inventory = new FixedInventory();

  @Override
  protected HostInventory inventory() {
    return inventory;
  }

  @Override
  protected void register(HostId host, String endpoint) {
    FixedInventory unused = inventory.with(host, endpoint);
  }
}
