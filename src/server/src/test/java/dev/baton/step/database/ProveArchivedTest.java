package dev.baton.step.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** East has to have its WAL archived; a stop of it may take ten seconds. */
class ProveArchivedTest {

  private final StepBench bench = new StepBench();

  private AgentReply run(InstantSource clock) {
    return bench.run(new ProveArchived(), SimulatedPair.EAST.database(), Map.of(), clock);
  }

  /** A second look would be one too late. */
  @Test
  void isDoneAfterOneLookWhereNothingWaits() {
    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done -> assertThat(done.evidence()).containsOnly(Map.entry("archiveWaiting", "0")));
  }

  @Test
  void waitsAlthoughAStopCouldDoItAsWell() {
    bench.world.eastShows("archiveWaiting", "1");

    AgentReply reply =
        run(
            StepBench.clock(
                Duration.ofSeconds(1), () -> bench.world.eastShows("archiveWaiting", "0")));

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done -> assertThat(done.evidence()).containsEntry("archiveWaiting", "0"));
  }

  /** There is always one on a busy server. */
  @Test
  void whatNeverEndsPassesIfItFitsIntoTheStop() {
    bench.world.eastShows("archiveWaiting", "1");
    bench.world.eastShows("archiveSeconds", "4");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done ->
                assertThat(done.evidence())
                    .containsOnly(
                        Map.entry("archiveWaiting", "1"), Map.entry("archiveSeconds", "4")));
  }

  @Test
  void saysHowMuchWaitsWhenAStopWouldTakeTooLong() {
    bench.world.eastShows("archiveWaiting", "2");
    bench.world.eastShows("archiveSeconds", "4");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
              assertThat(refused.why())
                  .isEqualTo(
                      "the archiver of east-db is not through with the WAL that is ready (files that wait: 2, seconds for the last one: 4), and a stop waits for it");
            });
  }

  @Test
  void archiverThatGetsNowhereIsRefusedAsSuch() {
    bench.world.eastShows("archiveWaiting", "1");
    bench.world.eastShows("archiverFailing", "true");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.why()).contains("it fails: see pg_stat_archiver"));
  }

  @Test
  void whatCannotBeSeenIsNotTakenForNothing() {
    bench.world.eastShows("archiveWaiting", "");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNREAD));
  }
}
