package dev.baton.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.assessment.ForcedRequirements;
import dev.baton.assessment.LivenessFinding;
import dev.baton.assessment.SecondOpinions;
import dev.baton.host.FixedInventory;
import dev.baton.host.Watches;
import dev.baton.http.ProblemException;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.plan.PlanBuilder;
import dev.baton.switchover.OperatorStatements.Attestation;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What readiness asks for is what the call asks for: with all of it stated it goes through, without
 * any one part it is refused for that part, in every mixture of what can happen to a pair.
 */
class ForcedRequirementsTest {

  private static final PairState HOME = PairState.from(List.of(SimulatedPair.registration()));
  private static final HostId EAST_APP = SimulatedPair.EAST.application();
  private static final HostId EAST_DB = SimulatedPair.EAST.database();
  private static final Map<HostId, String> ENDPOINTS =
      Map.of(EAST_APP, "10.1.0.1:7443", EAST_DB, "10.1.0.2:7443");

  private static final List<Consumer<SimulatedPair>> HAPPENINGS =
      List.of(
          SimulatedPair::eastAnswersWithoutItsDatabase,
          SimulatedPair::partEastsDatabase,
          SimulatedPair::disaster,
          SimulatedPair::closeEast,
          pair -> pair.powerOff(EAST_APP),
          pair -> pair.powerOff(EAST_DB),
          SimulatedPair::hasNoFenceCommand,
          SimulatedPair::westTakesOver);

  static IntStream mixtures() {
    return IntStream.range(0, 1 << HAPPENINGS.size());
  }

  private static SimulatedPair world(int mixture) {
    SimulatedPair world = new SimulatedPair(true);
    for (int i = 0; i < HAPPENINGS.size(); i++) {
      if ((mixture & 1 << i) != 0) {
        HAPPENINGS.get(i).accept(world);
      }
    }
    return world;
  }

  @ParameterizedTest(name = "mixture {0}")
  @MethodSource("mixtures")
  void callWantsWhatReadinessSays(int mixture) {
    SimulatedPair world = world(mixture);
    ForcedRequirements required =
        ForcedRequirements.of(HOME, SecondOpinions.take(world, HOME, ENDPOINTS));
    Set<HostId> hosts = Set.copyOf(required.attestations());
    Set<LivenessFinding> findings = required.overrides().keySet();

    String whole = answer(world, hosts, findings);
    assertThat(whole.isEmpty()).as("%s: %s", required, whole).isEqualTo(required.possible());
    for (HostId host : hosts) {
      assertThat(answer(world, without(hosts, host), findings))
          .as("%s without %s", required, host)
          .contains("/problems/fencing-missing")
          .contains(host.value());
    }
    if (required.possible()) {
      for (LivenessFinding finding : findings) {
        assertThat(answer(world, hosts, without(findings, finding)))
            .as("%s without %s", required, finding)
            .contains("/problems/primary-serves")
            .contains(finding.word());
      }
    }
  }

  /** What the call is refused with; empty when it goes through. */
  private static String answer(
      SimulatedPair world, Set<HostId> attested, Set<LivenessFinding> overridden) {
    FixedInventory inventory =
        new FixedInventory().with(EAST_APP, "10.1.0.1:7443").with(EAST_DB, "10.1.0.2:7443");
    ForcedPrecheck precheck =
        new ForcedPrecheck(
            world, inventory, Watches.idle(world, inventory), InstantSource.system());
    Map<HostId, Attestation> attestations = new HashMap<>();
    attested.forEach(host -> attestations.put(host, new Attestation("it is off", Instant.EPOCH)));
    Map<LivenessFinding, String> overrides = new HashMap<>();
    overridden.forEach(finding -> overrides.put(finding, "it lies"));
    try {
      var unused =
          precheck.judge(
              new PlanBuilder(),
              HOME,
              AcceptedLoss.any(),
              new OperatorStatements(attestations, overrides));
      return "";
    } catch (ProblemException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static <T> Set<T> without(Set<T> all, T one) {
    Set<T> rest = new HashSet<>(all);
    return rest.remove(one) ? rest : all;
  }
}
