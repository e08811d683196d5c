package dev.baton.eventlog.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CandidateSeqsTest {

  private static final SeqRange OLDEST_FIRST = new SeqRange(1, Long.MAX_VALUE, false);
  private static final SeqRange NEWEST_FIRST = new SeqRange(1, Long.MAX_VALUE, true);

  private static CandidateSeqs whole(Long... seqs) {
    return CandidateSeqs.of(seqs, OLDEST_FIRST, seqs.length + 1);
  }

  private static CandidateSeqs cut(Long... seqs) {
    return CandidateSeqs.of(seqs, OLDEST_FIRST, seqs.length);
  }

  @Test
  void whatStandsInAllIsKnownToTheEndWhenAllListsAreWhole() {
    CandidateSeqs found =
        CandidateSeqs.promising(List.of(whole(1L, 3L, 5L), whole(3L, 4L, 5L)), 10, 10);

    assertThat(found.seqs(OLDEST_FIRST)).containsExactly(3, 5);
    assertThat(found.reached(OLDEST_FIRST)).isEmpty();
  }

  @Test
  void aWholeListOfFewIsBetterThanWhatItHasInCommonWithACutOne() {
    CandidateSeqs found =
        CandidateSeqs.promising(List.of(whole(2L, 900L), cut(1L, 2L, 3L)), 10, 10);

    assertThat(found.seqs(OLDEST_FIRST)).containsExactly(2, 900);
    assertThat(found.reached(OLDEST_FIRST)).isEmpty();
  }

  @Test
  void aListThatReachesFurtherButIsTooLongCountsOnlyAsFarAsItIsLookedAt() {
    CandidateSeqs found =
        CandidateSeqs.promising(
            List.of(cut(4L, 8L, 12L), cut(1L, 2L, 3L, 4L, 5L, 6L, 7L, 20L)), 3, 10);

    assertThat(found.seqs(OLDEST_FIRST)).containsExactly(4);
    assertThat(found.reached(OLDEST_FIRST)).isEqualTo(OptionalLong.of(12));
  }

  @Test
  void enoughThatStandInAllListsAreNotTradedForMoreToLookAt() {
    CandidateSeqs found =
        CandidateSeqs.promising(List.of(whole(1L, 2L, 5L), cut(1L, 2L, 3L)), 10, 2);

    assertThat(found.seqs(OLDEST_FIRST)).containsExactly(1, 2);
    assertThat(found.reached(OLDEST_FIRST)).isEqualTo(OptionalLong.of(3));
  }

  @Test
  void aUnionIsKnownAsFarAsTheListThatReachesLeast() {
    CandidateSeqs found =
        CandidateSeqs.union(List.of(cut(1L, 9L), cut(2L, 4L), whole())).orElseThrow();

    assertThat(found.seqs(OLDEST_FIRST)).containsExactly(1, 2, 4);
    assertThat(found.reached(OLDEST_FIRST)).isEqualTo(OptionalLong.of(4));
  }

  @Test
  void newestFirstIsTheSameTheOtherWayRound() {
    CandidateSeqs cut = CandidateSeqs.of(new Long[] {9L, 7L, 5L}, NEWEST_FIRST, 3);
    CandidateSeqs whole = CandidateSeqs.of(new Long[] {8L, 7L, 5L, 1L}, NEWEST_FIRST, 9);

    CandidateSeqs found = CandidateSeqs.promising(List.of(cut, whole), 2, 2);

    assertThat(found.seqs(NEWEST_FIRST)).containsExactly(7, 5);
    assertThat(found.reached(NEWEST_FIRST)).isEqualTo(OptionalLong.of(5));
  }

  @Test
  void noListNeedsToBeReadFurtherWhenOneIsWholeOrEnoughStandInAll() {
    assertThat(CandidateSeqs.settle(List.of(cut(1L, 2L), whole(9L)), 5)).isTrue();
    assertThat(CandidateSeqs.settle(List.of(cut(1L, 2L, 3L), cut(1L, 2L, 4L)), 2)).isTrue();
    assertThat(CandidateSeqs.settle(List.of(cut(1L, 2L, 3L), cut(1L, 2L, 4L)), 3)).isFalse();
    assertThat(CandidateSeqs.settle(List.of(cut(1L, 2L)), 5)).isTrue();
  }
}
