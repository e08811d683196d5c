package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairState;
import dev.baton.world.SimulatedPair;
import dev.baton.world.SimulatedParts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is seen of a primary's site from everywhere, by what became of it. */
class SecondOpinionCollectorTest {

  private static final HostId EAST_APP = SimulatedPair.EAST.application();
  private static final HostId EAST_DB = SimulatedPair.EAST.database();
  private static final PairState HOME = PairState.from(List.of(SimulatedPair.registration()));
  private static final Map<HostId, String> ENDPOINTS =
      Map.of(EAST_APP, "10.1.0.1:7443", EAST_DB, "10.1.0.2:7443");

  private final SimulatedPair world = new SimulatedPair(true);

  private SecondOpinions look(PairState pair) {
    return new SecondOpinionCollector(world, pair, ENDPOINTS).look();
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        arguments(
            "serves",
            does(world -> {}),
            Set.of(
                LivenessFinding.PRIMARY_AGENT_WRITABLE,
                LivenessFinding.PRIMARY_POSTGRES_REACHABLE,
                LivenessFinding.PRIMARY_STREAMS,
                LivenessFinding.PRIMARY_APPLICATION_UP)),
        arguments("was stopped", does(SimulatedPair::stopEast), Set.of()),
        arguments("lost its database alone", does(SimulatedPair::databaseDies), Set.of()),
        arguments("was killed", does(SimulatedPair::disaster), Set.of()),
        arguments("has no power", does(SimulatedPair::powerOffEast), Set.of()),
        arguments(
            "lost the host of its database", does(world -> world.powerOff(EAST_DB)), Set.of()),
        arguments(
            "answers without the host of its database",
            does(SecondOpinionCollectorTest::answersAlone),
            Set.of()),
        arguments(
            "answers without its database, whose agent is down too",
            does(world -> {
              world.databaseDies();
              world.agentGoesDown(EAST_DB);
            }),
            Set.of()),
        arguments(
            "answers, and its own host cannot ask for the database",
            does(world -> {
              answersAlone(world);
              world.eastCannotAskForItsDatabase();
            }),
            Set.of(LivenessFinding.PRIMARY_APPLICATION_UP)),
        arguments(
            "answers, and no agent of its is there to ask",
            does(world -> {
              answersAlone(world);
              world.agentGoesDown(EAST_APP);
            }),
            Set.of(LivenessFinding.PRIMARY_APPLICATION_UP, LivenessFinding.ADDRESS_ANSWERED)),
        arguments(
            "serves, and only its own application gets to its database",
            does(SimulatedPair::partEastsDatabase),
            Set.of(
                LivenessFinding.PRIMARY_POSTGRES_REACHABLE,
                LivenessFinding.PRIMARY_APPLICATION_UP)),
        arguments(
            "lost the host of its application",
            does(world -> world.powerOff(EAST_APP)),
            Set.of(
                LivenessFinding.PRIMARY_AGENT_WRITABLE,
                LivenessFinding.PRIMARY_POSTGRES_REACHABLE,
                LivenessFinding.PRIMARY_STREAMS)));
  }

  private static Consumer<SimulatedPair> does(Consumer<SimulatedPair> what) {
    return what;
  }

  /** The application of east calls itself up, and the host of its database is gone. */
  private static void answersAlone(SimulatedPair world) {
    world.eastAnswersWithoutItsDatabase();
    world.powerOff(EAST_DB);
  }

  @ParameterizedTest(name = "it {0}: {2}")
  @MethodSource("situations")
  void findsWhatSpeaksAgainstItsDeath(
      String situation, Consumer<SimulatedPair> what, Set<LivenessFinding> found) {
    what.accept(world);

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.findings().keySet()).isEqualTo(found);
  }

  @Test
  void agentThatAnswersIsASignOfLifeOfItsHost() {
    world.disaster();

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.signsOfLife(EAST_DB))
        .containsExactly("the agent of east-db answers: its database takes no writes");
  }

  @Test
  void hostWithoutPowerShowsNoSignOfLife() {
    world.powerOffEast();

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.signsOfLife(EAST_APP)).isEmpty();
    assertThat(opinions.signsOfLife(EAST_DB)).isEmpty();
    assertThat(opinions.of(EAST_DB)).isEmpty();
  }

  @Test
  void applicationThatOnlyAnswersItsHealthCheckIsShownAsThat() {
    answersAlone(world);

    Map<String, String> evidence = look(HOME).evidence();

    assertThat(evidence)
        .containsEntry(
            "agentOfApplication",
            "the agent of east-app answers: its application is up, but it only answers its health"
                + " check, and cannot reach its database")
        .containsEntry(
            "application",
            "the application of east-app is up for west-app, but it only answers its health check,"
                + " and cannot reach its database")
        .containsEntry(
            "postgresFromOwnApplicationHost",
            "PostgreSQL of east-db at 10.0.0.1:5432 takes no connection from east-app:"
                + " Connect timed out");
  }

  @Test
  void applicationThatOnlyAnswersItsHealthCheckIsASignOfLifeOfItsHost() {
    answersAlone(world);

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.signsOfLife(EAST_APP)).hasSize(2);
    assertThat(opinions.signsOfLife(EAST_DB)).isEmpty();
  }

  @Test
  void databaseThatItsOwnApplicationReachesIsASignOfLifeOfItsHost() {
    world.partEastsDatabase();

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.signsOfLife(EAST_DB))
        .containsExactly("PostgreSQL of east-db at 10.0.0.1:5432 takes connections from east-app");
  }

  @Test
  void ownHostThatCannotAskIsNoMissingSecondOpinion() {
    answersAlone(world);
    world.eastCannotAskForItsDatabase();

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.findings()).doesNotContainKey(LivenessFinding.SECOND_OPINION_MISSING);
    assertThat(opinions.evidence().get("postgresFromOwnApplicationHost"))
        .endsWith("takes no connection from east-app: Network is unreachable");
  }

  @Test
  void silentStandbyIsNoSecondOpinion() {
    world.powerOff(EAST_DB);
    PairState west =
        HOME.after(
            new PrimaryPromoted(
                new OperationId("switchover-before"), SimulatedPair.WEST.name(), 2, "2"));

    SecondOpinions opinions = look(west);

    assertThat(opinions.findings()).containsKey(LivenessFinding.SECOND_OPINION_MISSING);
    assertThat(opinions.findings().get(LivenessFinding.SECOND_OPINION_MISSING))
        .contains("east-db could not look");
  }

  @Test
  void everyViewIsToldUnlessTheAgentsAnswer() {
    world.powerOffEast();

    Set<String> told = new HashSet<>(look(HOME).evidence().keySet());

    // That one needs an agent which answers.
    told.add("postgresFromOwnApplicationHost");
    assertThat(told).isEqualTo(SecondOpinions.KEYS);
  }

  @Test
  void ownApplicationsHostIsAskedWhereItsAgentAnswers() {
    world.powerOff(EAST_APP);
    Set<String> silent = look(HOME).evidence().keySet();
    world.powerOn(EAST_APP);
    Set<String> answers = look(HOME).evidence().keySet();

    assertThat(silent).doesNotContain("postgresFromOwnApplicationHost");
    assertThat(answers).contains("postgresFromOwnApplicationHost");
  }

  @Test
  void addressAndAgentsPortsAreLookedAtOnlyWithoutTheirAgents() {
    Set<String> told = look(HOME).evidence().keySet();

    assertThat(told).doesNotContain("address", "agentsPortFromStandby");
  }

  @Test
  void applicationIsNotAskedForWhereItsAgentIsNotKnown() {
    SecondOpinions opinions = new SecondOpinionCollector(world, HOME, Map.of()).look();

    assertThat(opinions.evidence()).doesNotContainKey("application");
  }

  @Test
  void fencersAreTheHostsOfTheStandbySiteThatHaveACommand() {
    SecondOpinions opinions = look(HOME);

    assertThat(opinions.fencers())
        .containsExactly(SimulatedPair.WEST.database(), SimulatedPair.WEST.application());
  }

  @Test
  void withoutACommandNobodyFences() {
    world.hasNoFenceCommand();

    SecondOpinions opinions = look(HOME);

    assertThat(opinions.fencers()).isEmpty();
  }

  @Test
  void databaseAloneIsLookedAtFromTheOtherDatabasesHostOnly() {
    SimulatedPair alone = new SimulatedPair(true, SimulatedParts.ADDRESS);
    alone.powerOffEast();
    PairState pair = PairState.from(List.of(SimulatedParts.ADDRESS.registration()));

    SecondOpinions opinions =
        new SecondOpinionCollector(alone, pair, Map.of(EAST_DB, "10.1.0.2:7443")).look();

    assertThat(opinions.findings()).isEmpty();
    assertThat(opinions.evidence().keySet())
        .containsExactlyInAnyOrder(
            "agentOfDatabase",
            "agentsPortFromStandby",
            "postgresFromControlPlane",
            "postgresFromDatabaseHost",
            "stream",
            "address");
    assertThat(opinions.signsOfLife(EAST_DB)).isEmpty();
  }
}
