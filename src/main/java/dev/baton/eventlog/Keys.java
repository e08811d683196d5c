package dev.baton.eventlog;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Where events stand that may be wanted: their ranks in the order asked for, lowest first. As far
 * as it reaches none is missing; beyond that nothing is known.
 */
final class Keys {

  private static final long TO_THE_END = Long.MAX_VALUE;

  private final long[] ranks;
  private final long reach;

  private Keys(long[] ranks, long reach) {
    this.ranks = ranks;
    this.reach = reach;
  }

  /** As read in the order of the scope, {@code most} at most. */
  static Keys of(Long[] seqs, Scope scope, int most) {
    long[] ranks = Arrays.stream(seqs).mapToLong(scope::rank).toArray();
    return new Keys(ranks, ranks.length < most ? TO_THE_END : ranks[most - 1]);
  }

  /** What stands in any of the lists; empty when there is no list. */
  static Optional<Keys> union(List<Keys> lists) {
    return lists.stream()
        .mapToLong(keys -> keys.reach)
        .boxed()
        .min(Long::compare)
        .map(reach -> {
          LongStream ranks = lists.stream().flatMapToLong(keys -> Arrays.stream(keys.ranks));
          return new Keys(ranks.filter(rank -> rank <= reach).sorted().toArray(), reach);
        });
  }

  /** Whether reading further in the lists would not lead to more. */
  static boolean settle(List<Keys> lists, int plenty) {
    return lists.size() == 1
        || lists.stream().anyMatch(keys -> keys.reach == TO_THE_END)
        || common(shortestFirst(lists)).ranks.length >= plenty;
  }

  /**
   * The ranks to look at when an event must stand in all of the lists. A short list of many may be
   * known further than a long one, so each length is tried, with all lists that reach that far; the
   * one that reaches furthest in {@code most} ranks is best.
   *
   * @param lists at least one
   * @param plenty so many that stand in every list are enough, however short they reach
   */
  static Keys promising(List<Keys> lists, int most, int plenty) {
    List<Keys> shortestFirst = shortestFirst(lists);
    Keys best = common(shortestFirst).first(most);
    if (best.ranks.length >= plenty) {
      return best;
    }
    for (int from = 1; from < shortestFirst.size(); from++) {
      Keys other = common(shortestFirst.subList(from, shortestFirst.size())).first(most);
      best = other.reach > best.reach ? other : best;
    }
    return best;
  }

  private static List<Keys> shortestFirst(List<Keys> lists) {
    return lists.stream().sorted(Comparator.comparingLong(keys -> keys.reach)).toList();
  }

  /** As far as the first list reaches, which is the one that reaches least. */
  private static Keys common(List<Keys> shortestFirst) {
    Keys shortest = shortestFirst.getFirst();
    Keys fewest =
        shortestFirst.stream()
            .min(Comparator.comparingInt(keys -> keys.ranks.length))
            .orElseThrow();
    long[] ranks =
        Arrays.stream(fewest.ranks)
            .filter(rank -> rank <= shortest.reach)
            .filter(rank -> shortestFirst.stream().allMatch(keys -> keys.has(rank)))
            .toArray();
    return new Keys(ranks, shortest.reach);
  }

  private Keys first(int most) {
    return ranks.length <= most ? this : new Keys(Arrays.copyOf(ranks, most), ranks[most - 1]);
  }

  private boolean has(long rank) {
    return Arrays.binarySearch(ranks, rank) >= 0;
  }

  /** Ascending or descending like the ranks. */
  long[] seqs(Scope scope) {
    return Arrays.stream(ranks).map(scope::seq).toArray();
  }

  /** The last sequence number about which something is known; empty when nothing follows. */
  OptionalLong reached(Scope scope) {
    return reach == TO_THE_END ? OptionalLong.empty() : OptionalLong.of(scope.seq(reach));
  }
}
