package dev.baton.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Open connections of one kind, at most so many in all and of one owner. Who comes when it is full
 * takes the place of one that has been quiet the longest; thread-safe.
 *
 * @param <C> a connection, known by its identity
 */
public final class ConnectionTable<C> {

  private static final int NETWORK = 8; // bytes of an IPv6 address that name a network, RFC 4291

  private final int all;
  private final int each;
  private final Map<C, String> owners = new LinkedHashMap<>();

  /**
   * @param all places in all
   * @param each places that one owner may take
   */
  public ConnectionTable(int all, int each) {
    this.all = all;
    this.each = each;
  }

  /** Who is counted together: an IPv4 address, or an IPv6 network, as one host has all of it. */
  public static String addressOwner(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK)
        : address.getHostAddress();
  }

  /**
   * Takes a connection in.
   *
   * @param mayGo whether a connection may lose its place
   * @return who has to go: the longest quiet one of this owner when it has all its places, else of
   *     the owner with most; the newcomer when none of them may go; empty when there was room
   */
  public synchronized Optional<C> admit(C newcomer, String owner, Predicate<C> mayGo) {
    Optional<String> from =
        count(owner) >= each
            ? Optional.of(owner)
            : owners.size() >= all ? Optional.of(largest()) : Optional.empty();
    if (from.isEmpty()) {
      owners.put(newcomer, owner);
      return Optional.empty();
    }
    Optional<C> quiet =
        owners.entrySet().stream()
            .filter(entry -> entry.getValue().equals(from.get()))
            .map(Map.Entry::getKey)
            .filter(mayGo)
            .findFirst();
    if (quiet.isEmpty()) {
      return Optional.of(newcomer);
    }
    owners.remove(quiet.get());
    owners.put(newcomer, owner);
    return quiet;
  }

  /** Notes that a connection was used; nothing for one that is not there. */
  public synchronized void used(C connection) {
    String owner = owners.remove(connection);
    if (owner != null) {
      owners.put(connection, owner);
    }
  }

  /** Whether it was there. */
  public synchronized boolean remove(C connection) {
    return owners.remove(connection) != null;
  }

  /** Ends its place, if it had one. */
  public synchronized void forget(C connection) {
    owners.remove(connection);
  }

  /** All of them, longest quiet first. */
  public synchronized List<C> all() {
    return new ArrayList<>(owners.keySet());
  }

  private long count(String owner) {
    return owners.values().stream().filter(owner::equals).count();
  }

  private String largest() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    owners.values().forEach(owner -> counts.merge(owner, 1, Integer::sum));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
