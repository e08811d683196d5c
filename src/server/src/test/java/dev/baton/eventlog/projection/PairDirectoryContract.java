package dev.baton.eventlog.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.projection.PairDirectory.GoodDrill;
import dev.baton.eventlog.projection.PairDirectory.OperationPage;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairId;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.plan.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everybody relies on who asks which pairs and operations there are. */
public abstract class PairDirectoryContract {

  private static final SiteName EAST = new SiteName("east");
  private static final SiteName WEST = new SiteName("west");

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final PairId first = new PairId("directory-a-" + mark);
  private final PairId second = new PairId("directory-b-" + mark);

  /** One that may hold other pairs already; the same in one test. */
  protected abstract PairDirectory directory();

  /** What it is a directory of. */
  protected abstract EventLog log();

  /** Sees to it that nobody else writes about the pair. */
  protected abstract void hold(PairId pair) throws Exception;

  private void register(PairId pair) throws Exception {
    hold(pair);
    append(
        pair,
        new PairRegistered(
            pair, EAST, List.of(site(pair, EAST), site(pair, WEST)), "10.77.0.100", "7"));
  }

  private static Site site(PairId pair, SiteName name) {
    return new Site(
        name,
        new HostId("%s-%s-app".formatted(pair, name)),
        new HostId("%s-%s-db".formatted(pair, name)),
        "10.77.0.12:5432");
  }

  private void append(PairId pair, PairEvent... events) throws Exception {
    StreamId stream = StreamId.of(pair);
    log().append(stream, log().version(stream), List.of(events), Contexts.engine());
  }

  @CanIgnoreReturnValue
  private OperationId drill(PairId pair, int number, Outcome outcome) throws Exception {
    OperationId id = beginDrill(pair, number);
    append(pair, new OperationEnded(id, outcome, List.of(), Optional.empty()));
    return id;
  }

  private OperationId beginDrill(PairId pair, int number) throws Exception {
    OperationId id = new OperationId("drill-%s-%d".formatted(pair, number));
    PlanBuilder plan = new PlanBuilder();
    plan.phase("rehearse", OnRefusal.PAUSE);
    plan.leaf(site(pair, WEST).database(), "drill-copy", Map.of());
    append(pair, new DrillRequested(id, EAST, WEST, false), NewOperation.plan(id, plan.list()));
    return id;
  }

  private static List<String> names(OperationPage page) {
    return page.rows().stream().map(row -> row.operation).toList();
  }

  @Test
  void pairsStandInTheOrderOfTheirNamesEachOnce() throws Exception {
    register(second);
    register(first);

    assertThat(directory().pairs()).containsSubsequence(first, second).doesNotHaveDuplicates();
    assertThat(directory().retired()).doesNotContain(first, second);
  }

  @Test
  void pairThatIsRegisteredAfterAQuestionIsFoundByTheNext() throws Exception {
    List<PairId> before = directory().pairs();
    register(first);

    List<PairId> after = directory().pairs();

    assertThat(before).doesNotContain(first);
    assertThat(after).contains(first);
  }

  @Test
  void retiredPairsStandApart() throws Exception {
    register(first);
    append(first, new PairRetired("replica-1", 1));

    assertThat(directory().pairs()).doesNotContain(first);
    assertThat(directory().retired()).contains(first);
  }

  @Test
  void pairIsBusyFromTheRequestOfAnOperationToItsEnd() throws Exception {
    register(first);
    register(second);
    List<PairId> before = directory().busy();
    OperationId id = beginDrill(first, 1);
    List<PairId> meanwhile = directory().busy();
    append(first, new OperationEnded(id, Outcome.ABORTED, List.of(), Optional.empty()));

    List<PairId> after = directory().busy();

    assertThat(before).doesNotContain(first, second);
    assertThat(meanwhile).contains(first).doesNotContain(second);
    assertThat(after).doesNotContain(first, second);
  }

  @Test
  void operationBelongsToItsPair() throws Exception {
    register(first);
    OperationId id = drill(first, 1, Outcome.SUCCEEDED);

    assertThat(directory().pairOf(id)).hasValue(first);
    assertThat(directory().pairOf(new OperationId("none-" + mark))).isEmpty();
  }

  @Test
  void lastGoodDrillIsTheNewestThatSucceeded() throws Exception {
    register(first);
    register(second);
    drill(first, 1, Outcome.SUCCEEDED);
    OperationId good = drill(first, 2, Outcome.SUCCEEDED);
    drill(first, 3, Outcome.ABORTED);
    drill(second, 1, Outcome.ABORTED);

    assertThat(directory().lastGoodDrill(first).map(GoodDrill::operation)).hasValue(good);
    assertThat(directory().lastGoodDrill(second)).isEmpty();
  }

  @Test
  void pagesOfOnePairGoFromItsNewestOperationToItsOldest() throws Exception {
    register(first);
    register(second);
    List<String> asked = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      asked.add(drill(first, number, Outcome.SUCCEEDED).value());
      drill(second, number, Outcome.SUCCEEDED);
    }

    OperationPage newest = directory().operations(Optional.of(first), OptionalLong.empty(), 2);
    OperationPage oldest = directory().operations(Optional.of(first), newest.next(), 2);

    assertThat(names(newest)).containsExactly(asked.get(2), asked.get(1));
    assertThat(newest.next()).isPresent();
    assertThat(names(oldest)).containsExactly(asked.get(0));
    assertThat(oldest.next()).isEmpty();
  }

  @Test
  void withoutAPairTheOperationsOfAllAreShown() throws Exception {
    register(first);
    register(second);
    String older = drill(first, 1, Outcome.SUCCEEDED).value();
    String newer = drill(second, 1, Outcome.SUCCEEDED).value();

    OperationPage page = directory().operations(Optional.empty(), OptionalLong.empty(), 2);

    assertThat(names(page)).containsExactly(newer, older);
  }
}
