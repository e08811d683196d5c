package dev.baton.lab.watch;

import dev.baton.lab.pair.Lab;

/** Looks all the time whether two databases take writes, or two hosts hold the address, at once. */
public final class SafetyMonitor implements AutoCloseable {

  private final DatabaseWatch databases;
  private final AddressWatch addresses;

  /**
   * The most that was seen of it at one moment.
   *
   * @param writablePrimaries databases that took writes
   * @param addressHolders hosts that held the address
   */
  public record Most(int writablePrimaries, int addressHolders) {}

  private SafetyMonitor(DatabaseWatch databases, AddressWatch addresses) {
    this.databases = databases;
    this.addresses = addresses;
  }

  public static SafetyMonitor over(Lab lab) {
    return new SafetyMonitor(DatabaseWatch.over(lab), AddressWatch.over(lab));
  }

  /** Since that {@link System#nanoTime}. */
  public Most since(long began) {
    return new Most(databases.writable().most(began), addresses.held().most(began));
  }

  @Override
  public void close() {
    databases.close();
    addresses.close();
  }
}
