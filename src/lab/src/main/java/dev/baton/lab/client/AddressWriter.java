package dev.baton.lab.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Writes a row through the address at every tick, whether or not earlier ones were answered. */
final class AddressWriter {

  // At one row every 5 ms and 350 ms until one is given up, some 70 can be under way.
  private static final int OUTSTANDING = 100;

  private final InetSocketAddress address;
  private final Acknowledged<UUID> acknowledged;
  private final Deque<RowConnection> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore places = new Semaphore(OUTSTANDING);
  private volatile String run = "start";
  private volatile String lastTrouble = "";

  AddressWriter(InetSocketAddress address, Acknowledged<UUID> acknowledged) {
    this.address = address;
    this.acknowledged = acknowledged;
  }

  /** Rows written from now on carry this name. */
  void name(String name) {
    run = name;
  }

  /** Why the latest row that failed did; empty when none has. */
  String lastTrouble() {
    return lastTrouble;
  }

  /** Starts one row and returns at once; lets the tick pass when too many are under way. */
  void tick() {
    if (places.tryAcquire()) {
      Thread.startVirtualThread(this::write);
    }
  }

  private void write() {
    UUID id = UUID.randomUUID();
    RowConnection connection = idle.pollFirst();
    try {
      if (connection == null) {
        connection = new RowConnection(address);
      }
      int status = connection.write(id, run);
      if (status == 201) {
        acknowledged.add(id, System.nanoTime());
      } else {
        lastTrouble = "answered " + status;
      }
      idle.addFirst(connection);
    } catch (IOException e) {
      lastTrouble = String.valueOf(e.getMessage());
      if (connection != null) {
        connection.close();
      }
      // The others lead to the same place: whoever comes next finds out afresh where the address
      // is.
      abandonIdle();
    } finally {
      places.release();
    }
  }

  private void abandonIdle() {
    for (RowConnection other = idle.pollFirst(); other != null; other = idle.pollFirst()) {
      other.close();
    }
  }
}
