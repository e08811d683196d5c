package dev.baton.faults;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Faults and the moments they strike, drawn by a seed: the same seed, the same drama. */
final class RandomFaults {

  private static final List<String> STEPS =
      List.of(
          "checkpoint-database",
          "drain-application",
          "close-port",
          "release-address",
          "stop-database",
          "prove-caught-up",
          "promote-database",
          "start-application",
          "verify-service");

  private static final List<String> STRIKES =
      List.of(
          "kill agent on %s",
          "freeze agent on %s for 5 s",
          "restart agent on %s",
          "black hole at %s for 8 s",
          "cut the cable of %s for 8 s",
          "freeze control plane for 5 s");

  private static final List<String> DATABASE_STRIKES =
      List.of("kill postgresql on %s", "freeze postgresql on %s for 8 s");

  private static final List<String> APPLICATION_STRIKES =
      List.of("kill labgo on %s", "freeze labgo on %s for 8 s");

  private RandomFaults() {}

  /** The second is not earlier in the plan than the first. */
  static List<String> drawn(long seed, int count) {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    return random
        .ints(count, 0, STEPS.size())
        .sorted()
        .mapToObj(STEPS::get)
        .map(step -> "when %s starts: %s".formatted(step, strike(random)))
        .toList();
  }

  private static String strike(RandomGenerator random) {
    String host = LabFixture.HOSTS.get(random.nextInt(LabFixture.HOSTS.size()));
    List<String> special = host.endsWith("-db") ? DATABASE_STRIKES : APPLICATION_STRIKES;
    int which = random.nextInt(STRIKES.size() + special.size());
    String strike =
        which < STRIKES.size() ? STRIKES.get(which) : special.get(which - STRIKES.size());
    return strike.formatted(host);
  }

  /** A step that is never reached is not waited for: then the first fault was enough. */
  static void strike(ScenarioContext scenarioContext, int count) {
    for (String fault : drawn(scenarioContext.seed(), count)) {
      System.out.printf("faults: seed %d: %s%n", scenarioContext.seed(), fault);
      if (!scenarioContext.strikeIfReached(fault)) {
        return;
      }
    }
  }
}
