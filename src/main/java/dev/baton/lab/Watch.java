package dev.baton.lab;

/** Looks all the time whether two databases take writes, or two hosts hold the address, at once. */
final class Watch implements AutoCloseable {

  private final DatabaseWatch databases;
  private final AddressWatch addresses;

  /**
   * The most that was seen of it at one moment.
   *
   * @param writablePrimaries databases that took writes
   * @param addressHolders hosts that held the address
   */
  record Most(int writablePrimaries, int addressHolders) {}

  private Watch(DatabaseWatch databases, AddressWatch addresses) {
    this.databases = databases;
    this.addresses = addresses;
  }

  static Watch over(Lab lab) {
    return new Watch(DatabaseWatch.over(lab), AddressWatch.over(lab));
  }

  /** Since that {@link System#nanoTime}. */
  Most since(long began) {
    return new Most(databases.writable().most(began), addresses.held().most(began));
  }

  @Override
  public void close() {
    databases.close();
    addresses.close();
  }
}
