package dev.baton.eventlog.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Sequence numbers of events that may match, as ranks in the order asked for, lowest first.
 * Complete as far as it reaches; beyond that nothing is known.
 */
final class CandidateSeqs {

  private static final long TO_THE_END = Long.MAX_VALUE;

  private final long[] ranks;
  private final long reach;

  private CandidateSeqs(long[] ranks, long reach) {
    this.ranks = ranks;
    this.reach = reach;
  }

  /** As read in the order of the scope, {@code most} at most. */
  static CandidateSeqs of(Long[] seqs, SeqRange seqRange, int most) {
    long[] ranks = Arrays.stream(seqs).mapToLong(seqRange::rank).toArray();
    return new CandidateSeqs(ranks, ranks.length < most ? TO_THE_END : ranks[most - 1]);
  }

  /** What stands in any of the lists; empty when there is no list. */
  static Optional<CandidateSeqs> union(List<CandidateSeqs> lists) {
    return lists.stream()
        .mapToLong(candidateSeqs -> candidateSeqs.reach)
        .boxed()
        .min(Long::compare)
        .map(reach -> {
          LongStream ranks =
              lists.stream().flatMapToLong(candidateSeqs -> Arrays.stream(candidateSeqs.ranks));
          return new CandidateSeqs(ranks.filter(rank -> rank <= reach).sorted().toArray(), reach);
        });
  }

  /** Whether reading further in the lists would not lead to more. */
  static boolean settle(List<CandidateSeqs> lists, int plenty) {
    return lists.size() == 1
        || lists.stream().anyMatch(candidateSeqs -> candidateSeqs.reach == TO_THE_END)
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
  static CandidateSeqs promising(List<CandidateSeqs> lists, int most, int plenty) {
    List<CandidateSeqs> shortestFirst = shortestFirst(lists);
    CandidateSeqs best = common(shortestFirst).first(most);
    if (best.ranks.length >= plenty) {
      return best;
    }
    for (int from = 1; from < shortestFirst.size(); from++) {
      CandidateSeqs other = common(shortestFirst.subList(from, shortestFirst.size())).first(most);
      best = other.reach > best.reach ? other : best;
    }
    return best;
  }

  private static List<CandidateSeqs> shortestFirst(List<CandidateSeqs> lists) {
    return lists.stream()
        .sorted(Comparator.comparingLong(candidateSeqs -> candidateSeqs.reach))
        .toList();
  }

  /** As far as the first list reaches, which is the one that reaches least. */
  private static CandidateSeqs common(List<CandidateSeqs> shortestFirst) {
    CandidateSeqs shortest = shortestFirst.getFirst();
    CandidateSeqs fewest =
        shortestFirst.stream()
            .min(Comparator.comparingInt(candidateSeqs -> candidateSeqs.ranks.length))
            .orElseThrow();
    long[] ranks =
        Arrays.stream(fewest.ranks)
            .filter(rank -> rank <= shortest.reach)
            .filter(
                rank -> shortestFirst.stream().allMatch(candidateSeqs -> candidateSeqs.has(rank)))
            .toArray();
    return new CandidateSeqs(ranks, shortest.reach);
  }

  private CandidateSeqs first(int most) {
    return ranks.length <= most
        ? this
        : new CandidateSeqs(Arrays.copyOf(ranks, most), ranks[most - 1]);
  }

  private boolean has(long rank) {
    return Arrays.binarySearch(ranks, rank) >= 0;
  }

  /** Ascending or descending like the ranks. */
  long[] seqs(SeqRange seqRange) {
    return Arrays.stream(ranks).map(seqRange::seq).toArray();
  }

  /** The last sequence number about which something is known; empty when nothing follows. */
  OptionalLong reached(SeqRange seqRange) {
    return reach == TO_THE_END ? OptionalLong.empty() : OptionalLong.of(seqRange.seq(reach));
  }
}
