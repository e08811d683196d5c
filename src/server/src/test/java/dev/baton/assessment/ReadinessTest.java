package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.TestPairs;
import dev.baton.assessment.Check.Verdict;
import dev.baton.host.AgentReply;
import dev.baton.host.HostBinding;
import dev.baton.host.Installations;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.host.Observations;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.FileFacts;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which check notices what, and what that makes of the verdict. */
class ReadinessTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final HostId PRIMARY = PAIR.primarySite().database();
  private static final HostId STANDBY = PAIR.standbySite().database();
  private static final HostId SERVING = PAIR.primarySite().application();
  private static final HostId WAITING = PAIR.standbySite().application();

  private static final AgentReply REACHED = new AgentReply.Done(Map.of(), Duration.ZERO);

  private final Map<HostId, Map<String, String>> shown = new HashMap<>();
  private final Map<HostId, Map<String, String>> files = new HashMap<>();
  private final Map<HostId, ObservationResult> instead = new HashMap<>();
  private final Map<HostId, AgentReply> reach = new HashMap<>();
  private final Map<HostId, AgentReply> starts = new HashMap<>();

  ReadinessTest() {
    show(PRIMARY, "writable", "true");
    show(PRIMARY, "standbys", STANDBY + ":streaming:async:");
    show(PRIMARY, "writeLsn", "0/5000000");
    show(STANDBY, "running", "true");
    show(STANDBY, "inRecovery", "true");
    show(STANDBY, "systemIdentifier", PAIR.systemIdentifier());
    show(STANDBY, "receiver", "streaming");
    show(STANDBY, "receiveLsn", "0/5000000");
    show(STANDBY, "replayLsn", "0/5000000");
    for (HostId database : List.of(PRIMARY, STANDBY)) {
      DatabaseEvidence.NOTHING_SPECIAL.forEach((key, value) -> show(database, key, value));
    }
    show(SERVING, "state", "up");
    show(SERVING, "held", "true");
    show(WAITING, "installed", "true");
    show(WAITING, "running", "false");
    show(WAITING, "held", "false");
    reach.put(PRIMARY, REACHED);
    reach.put(STANDBY, REACHED);
    starts.put(PRIMARY, REACHED);
    starts.put(STANDBY, REACHED);
  }

  private void show(HostId host, String key, String value) {
    shown.computeIfAbsent(host, h -> new HashMap<>()).put(key, value);
  }

  private PairSnapshot snapshot() {
    Map<HostId, ObservationResult> observations = new HashMap<>();
    shown.forEach((host, all) ->
        observations.put(
            host,
            new ObservationResult.Seen(
                Observations.of(
                    1,
                    Instant.EPOCH,
                    "session",
                    "boot",
                    all,
                    all,
                    all,
                    files.getOrDefault(host, Map.of())))));
    observations.putAll(instead);
    return new PairSnapshot(observations, reach, starts);
  }

  private static final Named<BiFunction<PairState, PairSnapshot, Readiness>> GRACEFUL =
      Named.of("graceful", Readiness::graceful);
  private static final Named<BiFunction<PairState, PairSnapshot, Readiness>> FORCED =
      Named.of("forced", Readiness::forced);
  private static final Named<BiFunction<PairState, PairSnapshot, Readiness>> RECOVERY =
      Named.of("recovery", Readiness::recovery);

  static Stream<Arguments> all() {
    return Stream.of(arguments(GRACEFUL), arguments(FORCED), arguments(RECOVERY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void healthyPairIsReady(BiFunction<PairState, PairSnapshot, Readiness> judge) {
    Readiness readiness = judge.apply(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(Verdict.READY);
    assertThat(readiness.open()).isEmpty();
  }

  @Test
  void maintenanceModeThatCannotBeReadIsToldBeforeItIsAskedFor() {
    show(SERVING, "drainable", "true");
    assertThat(Readiness.graceful(PAIR, snapshot()).open()).isEmpty();

    show(SERVING, "drainWhy", "maintenance mode API answered 401");

    assertThat(Readiness.graceful(PAIR, snapshot()).open())
        .extracting(Check::name, Check::measured)
        .containsExactly(tuple("application can be drained", "maintenance mode API answered 401"));
  }

  /** As by a unit that systemd does not know: it could not be stopped. */
  @Test
  void applicationThatAnswersAndDoesNotRunIsNotReadyOnEitherSite() {
    show(SERVING, "running", "false");
    Readiness own = Readiness.graceful(PAIR, snapshot());
    show(SERVING, "running", "true");
    show(WAITING, "state", "up");
    Readiness other = Readiness.graceful(PAIR, snapshot());

    assertThat(own.open())
        .extracting(Check::name)
        .containsExactly("application known on " + SERVING);
    assertThat(other.open())
        .extracting(Check::name)
        .containsExactly("application known on " + WAITING);
    assertThat(other.open().getFirst().remedy()).contains("application.unit");
  }

  /** As where the health is asked for at the name of the pair. */
  @Test
  void answerOfTheOtherSiteIsNotTakenForThatOfAHostThatDoesNotListen() {
    show(WAITING, "state", "up");
    show(WAITING, "listening", "unknown");
    Readiness untold = Readiness.graceful(PAIR, snapshot());
    show(WAITING, "listening", "true");
    Readiness own = Readiness.graceful(PAIR, snapshot());
    show(WAITING, "listening", "false");
    Readiness other = Readiness.graceful(PAIR, snapshot());

    for (Readiness readiness : List.of(untold, own)) {
      assertThat(readiness.open())
          .extracting(Check::name)
          .containsExactly("application known on " + WAITING);
    }
    assertThat(other.open()).isEmpty();
  }

  @Test
  void filesThatAnApplicationRequiresAreLookedForOnBothSites() {
    show(SERVING, "missingFiles", "");
    show(WAITING, "missingFiles", "/etc/go/db.properties is empty");
    Readiness other = Readiness.graceful(PAIR, snapshot());
    Readiness forced = Readiness.forced(PAIR, snapshot());
    show(SERVING, "missingFiles", "/etc/go/db.properties is not there");
    show(WAITING, "missingFiles", "");
    Readiness own = Readiness.graceful(PAIR, snapshot());

    for (Readiness readiness : List.of(other, forced)) {
      assertThat(readiness.open())
          .extracting(Check::name, Check::measured)
          .containsExactly(tuple("required files on " + WAITING, "/etc/go/db.properties is empty"));
    }
    assertThat(own.open()).extracting(Check::name).containsExactly("required files on " + SERVING);
  }

  static Stream<Arguments> fileFlaws() {
    String nothing = FileFacts.NOTHING;
    return Stream.of(
        arguments(Map.of("why", "/x is a link"), Map.of("config", "a"), "/x is a link"),
        arguments(Map.of("config", "a"), Map.of("why", "/x is a link"), "/x is a link"),
        arguments(Map.of("config", "a"), Map.of("plugins", "b"), "names no config"),
        arguments(Map.of("config", nothing), Map.of("config", "a"), "empty or gone on"),
        arguments(Map.of("config", "absent"), Map.of("config", "a"), "empty or gone on"));
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @MethodSource("fileFlaws")
  void filesThatCannotBeMadeTheSameAreToldBeforeAnythingStops(
      Map<String, String> here, Map<String, String> there, String measured) {
    files.put(SERVING, here);
    files.put(WAITING, there);

    assertThat(Readiness.graceful(PAIR, snapshot()).open())
        .singleElement()
        .satisfies(
            check -> assertThat(check.verdict()).isEqualTo(Verdict.NOT_READY),
            check -> assertThat(check.measured()).contains(measured),
            check -> assertThat(check.remedy()).isNotEmpty());
  }

  @Test
  void filesThatDifferOrAreEmptyOnBothSitesOrNewAreReady() {
    files.put(SERVING, Map.of("config", "a", "plugins", FileFacts.NOTHING, "cipher", "c"));
    files.put(WAITING, Map.of("config", "b", "plugins", "absent", "cipher", "absent"));

    assertThat(Readiness.graceful(PAIR, snapshot()).open()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agentThatObeysAnotherIsNotReady(BiFunction<PairState, PairSnapshot, Readiness> judge) {
    HostBinding elsewhere =
        new HostBinding(
            Map.of("installation", Installations.ANOTHER.value(), "pair", "x", "ours", "false"));
    Map<String, String> all = shown.getOrDefault(STANDBY, Map.of());
    instead.put(
        STANDBY,
        new ObservationResult.Seen(
            new Observation(
                1,
                Instant.EPOCH,
                "session",
                "boot",
                all,
                all,
                all,
                Map.of(),
                Map.of(),
                Map.of(),
                elsewhere)));

    Readiness readiness = judge.apply(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(readiness.open())
        .singleElement()
        .satisfies(
            check -> assertThat(check.name()).isEqualTo("agent " + STANDBY),
            check -> assertThat(check.remedy()).contains("unbind"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(GRACEFUL, PRIMARY, "writable", "false", "primary writable"),
        arguments(GRACEFUL, PRIMARY, "archiverFailing", "true", "archiving"),
        arguments(GRACEFUL, PRIMARY, "standbys", "other:streaming:async:", "standby streams"),
        arguments(GRACEFUL, PRIMARY, "writeLsn", "0/7000000", "replication lag"),
        arguments(GRACEFUL, STANDBY, "inRecovery", "false", "standby in recovery"),
        arguments(GRACEFUL, STANDBY, "systemIdentifier", "8", "same database system"),
        arguments(GRACEFUL, STANDBY, "replayPaused", "true", "replay not paused"),
        arguments(GRACEFUL, STANDBY, "receiver", "stopping", "standby streams"),
        arguments(GRACEFUL, STANDBY, "replayLsn", "0/1000000", "replay lag"),
        arguments(GRACEFUL, STANDBY, "applyDelay", "600000", "replay not delayed"),
        arguments(GRACEFUL, PRIMARY, "applyDelay", "600000", "replay not delayed"),
        arguments(GRACEFUL, STANDBY, "version", "16.3", "same major version"),
        arguments(GRACEFUL, STANDBY, "standbyLimits", "max_connections=200", "same limits"),
        arguments(GRACEFUL, PRIMARY, "standbyLimits", "max_connections=200", "same limits"),
        arguments(GRACEFUL, PRIMARY, "allSlots", "cdc:logical", "slots of others"),
        arguments(GRACEFUL, STANDBY, "freeSlots", "0", "free replication slots"),
        arguments(GRACEFUL, PRIMARY, "silentSenders", "pg_receivewal", "receivers answer"),
        arguments(GRACEFUL, PRIMARY, "archiveWaiting", "10", "archive backlog"),
        arguments(GRACEFUL, SERVING, "state", "starting", "application up"),
        arguments(GRACEFUL, SERVING, "held", "false", "address held"),
        arguments(GRACEFUL, SERVING, "why", "stands as /32", "address as in the policy"),
        arguments(GRACEFUL, WAITING, "running", "true", "application waiting"),
        arguments(GRACEFUL, WAITING, "installed", "false", "application waiting"),
        arguments(GRACEFUL, WAITING, "held", "true", "address not held"),
        arguments(GRACEFUL, WAITING, "why", "no such device", "address as in the policy"),
        arguments(FORCED, WAITING, "why", "no such device", "address as in the policy"),
        arguments(FORCED, STANDBY, "inRecovery", "false", "standby in recovery"),
        arguments(FORCED, STANDBY, "systemIdentifier", "8", "same database system"),
        arguments(FORCED, STANDBY, "replayPaused", "true", "replay not paused"),
        arguments(FORCED, WAITING, "running", "true", "application waiting"),
        arguments(FORCED, WAITING, "held", "true", "address not held"),
        arguments(RECOVERY, PRIMARY, "writable", "false", "primary writable"),
        arguments(RECOVERY, PRIMARY, "archiverFailing", "true", "archiving"));
  }

  @ParameterizedTest(name = "{0}: {1} shows {2} {3}, so not {4}")
  @MethodSource("faults")
  void oneFaultIsNamedByOneCheckWithARemedy(
      BiFunction<PairState, PairSnapshot, Readiness> judge,
      HostId host,
      String key,
      String value,
      String check) {
    show(host, key, value);

    Readiness readiness = judge.apply(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(readiness.open()).extracting(Check::name).containsExactly(check);
    assertThat(readiness.open()).extracting(Check::remedy).doesNotContain("");
  }

  @Test
  void replayThatLagsIsToldWithTheSessionsThatMayHoldItUp() {
    show(STANDBY, "replayLsn", "0/1000000");
    show(STANDBY, "replayBlockers", "pid 7, report, 34 s: select 1");

    assertThat(Readiness.graceful(PAIR, snapshot()).open())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.name()).isEqualTo("replay lag");
          assertThat(check.remedy())
              .endsWith("; seen: sessions that may hold it up: pid 7, report, 34 s: select 1");
        });
  }

  /** It has no effect on a primary, and would have one as soon as that follows. */
  @Test
  void delayIsMendedOnTheDatabaseThatHasIt() {
    show(PRIMARY, "applyDelay", "600000");

    assertThat(Readiness.graceful(PAIR, snapshot()).open())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.measured())
              .isEqualTo("recovery_min_apply_delay of a-db: 600000 ms, of b-db: 0 ms");
          assertThat(check.remedy()).contains("= 0 on a-db and reload");
        });
  }

  static Stream<Arguments> ofNoMatter() {
    return Stream.of(
        arguments(GRACEFUL, STANDBY, "version", "15.9 (Debian 15.9-0+deb12u1)"),
        arguments(GRACEFUL, PRIMARY, "allSlots", "b_db:physical barman:physical"),
        arguments(GRACEFUL, PRIMARY, "standbys", "15/main:streaming:async:::b_db"),
        arguments(GRACEFUL, PRIMARY, "archiveWaiting", "1"),
        arguments(GRACEFUL, PRIMARY, "archiveSeconds", "12"),
        arguments(GRACEFUL, STANDBY, "archiveWaiting", "1000"),
        arguments(RECOVERY, PRIMARY, "archiveWaiting", "1000"),
        arguments(FORCED, PRIMARY, "writable", "false"),
        arguments(FORCED, PRIMARY, "applyDelay", "600000"),
        arguments(FORCED, STANDBY, "receiver", "none"),
        arguments(FORCED, SERVING, "state", "down"),
        arguments(FORCED, SERVING, "why", "stands as /32"),
        arguments(RECOVERY, STANDBY, "inRecovery", "false"),
        arguments(RECOVERY, STANDBY, "receiver", "none"),
        arguments(RECOVERY, SERVING, "state", "down"));
  }

  @ParameterizedTest(name = "{0}: {1} may show {2} {3}")
  @MethodSource("ofNoMatter")
  void whatTheOperationDoesNotNeedIsNotAskedFor(
      BiFunction<PairState, PairSnapshot, Readiness> judge, HostId host, String key, String value) {
    show(host, key, value);

    Readiness readiness = judge.apply(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(Verdict.READY);
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        arguments(GRACEFUL, SERVING, Verdict.UNKNOWN),
        arguments(GRACEFUL, STANDBY, Verdict.UNKNOWN),
        arguments(FORCED, STANDBY, Verdict.UNKNOWN),
        arguments(FORCED, WAITING, Verdict.UNKNOWN),
        arguments(FORCED, PRIMARY, Verdict.READY),
        arguments(RECOVERY, PRIMARY, Verdict.UNKNOWN),
        arguments(RECOVERY, SERVING, Verdict.UNKNOWN));
  }

  @ParameterizedTest(name = "{0} while {1} is silent: {2}")
  @MethodSource("silences")
  void silenceIsNeitherGoodNorBad(
      BiFunction<PairState, PairSnapshot, Readiness> judge, HostId silent, Verdict verdict) {
    instead.put(silent, new ObservationResult.NotSeen(AgentState.UNREACHABLE, "no answer"));

    Readiness readiness = judge.apply(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(verdict);
  }

  @Test
  void hostThatNobodyLookedAtIsUnknownToo() {
    shown.remove(WAITING);

    Readiness readiness = Readiness.graceful(PAIR, snapshot());

    assertThat(readiness.open())
        .extracting(Check::name, Check::measured)
        .containsExactly(tuple("agent " + WAITING, "not looked at"));
  }

  @Test
  void oneThatIsBadOutweighsAllThatAreUnknown() {
    show(PRIMARY, "writable", "false");
    instead.put(WAITING, new ObservationResult.NotSeen(AgentState.UNREACHABLE, "no answer"));

    Readiness readiness = Readiness.graceful(PAIR, snapshot());

    assertThat(readiness.verdict()).isEqualTo(Verdict.NOT_READY);
  }

  static Stream<Arguments> answers() {
    AgentReply.Refused rejected =
        new AgentReply.Refused(RefusalCode.FAILED, "no pg_hba entry", Map.of());
    AgentReply.Refused silent =
        new AgentReply.Refused(RefusalCode.UNREACHABLE, "no answer", Map.of());
    return Stream.of(
        arguments(REACHED, Verdict.READY),
        arguments(rejected, Verdict.NOT_READY),
        arguments(silent, Verdict.UNKNOWN),
        arguments(new AgentReply.Unknown("no answer"), Verdict.UNKNOWN));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("answers")
  void wayBackIsOpenOnlyWhenTheOtherDatabaseAccepts(AgentReply reply, Verdict verdict) {
    reach.put(PRIMARY, reply);

    assertThat(verdict(Readiness.graceful(PAIR, snapshot()), "way back open")).isEqualTo(verdict);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("answers")
  void databaseIsStoppedOnlyWhenItCanBeStartedAgain(AgentReply reply, Verdict verdict) {
    starts.put(STANDBY, reply);

    Readiness graceful = Readiness.graceful(PAIR, snapshot());
    Readiness recovery = Readiness.recovery(PAIR, snapshot());

    String name = "database %s can be started".formatted(STANDBY);
    assertThat(verdict(graceful, name)).isEqualTo(verdict);
    assertThat(verdict(recovery, name)).isEqualTo(verdict);
  }

  @Test
  void databaseThatCouldNotBeSeenWhenItFollowsIsNotMadeToFollow() {
    AgentReply unseen =
        new AgentReply.Done(Map.of("standbySettings", "hot_standby /a.conf:3"), Duration.ZERO);
    starts.put(PRIMARY, unseen);
    starts.put(STANDBY, unseen);

    assertThat(Readiness.graceful(PAIR, snapshot()).open())
        .extracting(Check::name)
        .containsExactly("settings for a standby");
    assertThat(Readiness.recovery(PAIR, snapshot()).open()).isEmpty();
  }

  private static Verdict verdict(Readiness readiness, String name) {
    return readiness.checks().stream()
        .filter(check -> check.name().equals(name))
        .map(Check::verdict)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wayBackThatWasNotTriedIsUnknown() {
    reach.clear();

    Readiness readiness = Readiness.recovery(PAIR, snapshot());

    assertThat(readiness.open()).extracting(Check::name).containsExactly("way back open");
    assertThat(readiness.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  static Stream<Arguments> lags() {
    return Stream.of(
        arguments("0/5000000", Verdict.READY),
        arguments("0/6000000", Verdict.READY),
        arguments("0/6000001", Verdict.NOT_READY),
        arguments("", Verdict.UNKNOWN));
  }

  @ParameterizedTest(name = "written to {0} and received to 0/5000000: {1}")
  @MethodSource("lags")
  void lagOfOneSegmentIsTheLimit(String written, Verdict verdict) {
    show(PRIMARY, "writeLsn", written);

    Readiness readiness = Readiness.graceful(PAIR, snapshot());

    assertThat(readiness.checks())
        .filteredOn(check -> check.name().equals("replication lag"))
        .extracting(Check::verdict)
        .isEqualTo(List.of(verdict));
  }

  /** Of databases alone; nothing is asked of an application or an address they do not have. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void databasesAloneAreReady(BiFunction<PairState, PairSnapshot, Readiness> judge) {
    Readiness readiness = judge.apply(TestPairs.databaseOnly(false), alone(Map.of(), Map.of()));

    assertThat(readiness.verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void policyThatNamesMoreThanThePairHasBlocks() {
    PairSnapshot application = alone(Map.of("running", "false"), Map.of());
    PairSnapshot address = alone(Map.of(), Map.of("held", "false"));
    PairState pair = TestPairs.databaseOnly(false);

    for (PairSnapshot now : List.of(application, address)) {
      for (Readiness readiness :
          List.of(Readiness.graceful(pair, now), Readiness.forced(pair, now))) {
        assertThat(readiness.verdict()).isEqualTo(Verdict.NOT_READY);
        assertThat(readiness.open()).extracting(Check::name).containsOnly("policy as registered");
        assertThat(readiness.open())
            .extracting(Check::remedy)
            .allMatch(remedy -> remedy.contains("registered without one"));
      }
    }
  }

  /** Both databases as above, with that besides. */
  private PairSnapshot alone(Map<String, String> application, Map<String, String> address) {
    Map<HostId, ObservationResult> observations = new HashMap<>();
    for (HostId host : List.of(PRIMARY, STANDBY)) {
      observations.put(
          host,
          new ObservationResult.Seen(
              Observations.of(
                  1,
                  Instant.EPOCH,
                  "session",
                  "boot",
                  shown.getOrDefault(host, Map.of()),
                  application,
                  address,
                  Map.of())));
    }
    return new PairSnapshot(observations, reach, starts);
  }
}
