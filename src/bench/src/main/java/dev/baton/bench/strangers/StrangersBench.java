package dev.baton.bench.strangers;

import dev.baton.bench.measure.Goal;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.Strangers;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baton bench strangers}: restarts and switchovers with and without strangers, in turn. */
@Command(
    name = "strangers",
    description = {
      "Measures restarts and switchovers of four hosts made on this machine (root, Debian) while others, without"
          + " certificate or token, crowd the API and every agent: idle connections, half handshakes and half"
          + " requests, made again a second after they were ended.",
      "Ratios compare them with the same without strangers in the same round."
    },
    mixinStandardHelpOptions = true)
public final class StrangersBench implements Callable<Integer> {

  private static final Map<Goal, ToDoubleFunction<TimedActs>> ACTS = acts();
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description = "print one JSON document to standard output; progress goes to standard error")
  private boolean json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "how often each is done both ways (default ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--name",
      defaultValue = "bench",
      description = "name of the lab, prefix of its namespaces (default: ${DEFAULT-VALUE})")
  private String name = "bench";

  private static Map<Goal, ToDoubleFunction<TimedActs>> acts() {
    Map<Goal, ToDoubleFunction<TimedActs>> acts = new LinkedHashMap<>();
    acts.put(Goals.CONTROL_PLANE_RESTART, TimedActs::controlPlaneRestart);
    acts.put(Goals.AGENT_RESTART, TimedActs::agentRestart);
    acts.put(Goals.SWITCHOVER, TimedActs::switchover);
    return acts;
  }

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "N is at least 1");
    }
    PrintStream document = System.out;
    // Whatever anything prints from here on is progress.
    System.setOut(System.err);
    var progress = new ProgressLog(System.err);
    Map<Goal, List<Round>> measured = new LinkedHashMap<>();
    try (Lab lab = Lab.up(LabOptions.named(name).telling(progress::say))) {
      TimedActs acts = new TimedActs(lab);
      progress.say("warming up");
      Map<Goal, Double> unused = among(lab, acts, true);
      for (int round = 0; round < rounds; round++) {
        boolean strangersFirst = round % 2 == 0;
        Map<Goal, Double> first = among(lab, acts, strangersFirst);
        Map<Goal, Double> second = among(lab, acts, !strangersFirst);
        Map<Goal, Double> with = strangersFirst ? first : second;
        Map<Goal, Double> without = strangersFirst ? second : first;
        for (Goal goal : ACTS.keySet()) {
          Round both =
              new Round(
                  Objects.requireNonNull(with.get(goal)),
                  Objects.requireNonNull(without.get(goal)));
          measured.computeIfAbsent(goal, g -> new ArrayList<>()).add(both);
          progress.say(
              "%s: %.2f s with strangers, %.2f s without"
                  .formatted(goal.name(), both.ours(), both.theirs()));
        }
      }
    }
    Report report = new Report(measures(measured));
    document.print(json ? report.json() + System.lineSeparator() : report.table());
    document.flush();
    return 0;
  }

  /** What each act took, among strangers or not. */
  private static Map<Goal, Double> among(Lab lab, TimedActs acts, boolean crowded) {
    if (!crowded) {
      return timed(acts);
    }
    try (Strangers crowd = lab.strangers(PAUSE)) {
      Map<Goal, Double> took = timed(acts);
      List<Long> unused = crowd.made(); // fails when they are gone
      return took;
    }
  }

  private static Map<Goal, Double> timed(TimedActs acts) {
    Map<Goal, Double> took = new LinkedHashMap<>();
    ACTS.forEach((goal, act) -> took.put(goal, act.applyAsDouble(acts)));
    return took;
  }

  private static List<Measure> measures(Map<Goal, List<Round>> measured) {
    List<Measure> measures = new ArrayList<>();
    measured.forEach((goal, rounds) -> {
      measures.add(Measure.compared(goal, rounds));
      measures.add(Measure.baseline(goal.in("without strangers"), rounds));
    });
    return List.copyOf(measures);
  }
}
