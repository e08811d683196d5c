package dev.baton.bench.switchover;

import dev.baton.bench.measure.Goal;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs the measures of a switchover that are asked for; several come from the same runs. */
final class SwitchMeasures {

  private static final Goal[] GRACEFUL = {
    Goals.GRACEFUL_WRITE_GAP,
    Goals.GRACEFUL_SERVICE_GAP,
    Goals.GRACEFUL_DRAINED,
    Goals.REJOIN_FOLLOW
  };

  private final SwitchLab switchLab;
  private final int runs;
  private final int faults;
  private final ProgressLog progress;
  private final Collection<String> wanted;
  private final List<Measure> measures = new ArrayList<>();

  SwitchMeasures(
      SwitchLab switchLab, int runs, int faults, Collection<String> wanted, ProgressLog progress) {
    this.switchLab = switchLab;
    this.runs = runs;
    this.faults = faults;
    this.wanted = wanted;
    this.progress = progress;
  }

  GracefulSwitchBench switches() {
    GracefulSwitchBench switches = new GracefulSwitchBench(switchLab, runs, progress);
    if (any(GRACEFUL)) {
      switches.run();
      measures.add(switches.writeGap());
      measures.addAll(byBoot(Goals.GRACEFUL_SERVICE_GAP, switches.serviceGap()));
      measures.add(switches.drained());
    }
    return switches;
  }

  /** By their names; parts of a measure after the whole. */
  Report report(GracefulSwitchBench switches) {
    if (any(Goals.FORCED_SERVICE, Goals.REJOIN_REWIND)) {
      ForcedSwitchBench forcedSwitchBench =
          new ForcedSwitchBench(switchLab, Math.max(2, runs / 2), progress);
      forcedSwitchBench.run();
      measures.addAll(byBoot(Goals.FORCED_SERVICE, forcedSwitchBench.forced()));
      measures.add(forcedSwitchBench.rejoinRewind());
    }
    if (any(Goals.FAULT_VISIBLE)) {
      measures.add(new FaultDetectionBench(switchLab, faults, progress).measure());
    }
    if (any(GRACEFUL)) {
      measures.add(switches.rejoinFollow());
    }
    return new Report(List.copyOf(measures));
  }

  private boolean any(Goal... goals) {
    return List.of(goals).stream().map(Goal::name).anyMatch(wanted::contains);
  }

  /**
   * The boot time with which Baton does worst speaks for the whole: with a long boot everything
   * looks good.
   */
  static List<Measure> byBoot(Goal goal, Map<Integer, List<Round>> rounds) {
    List<Measure> parts = new ArrayList<>();
    rounds.forEach((seconds, some) ->
        parts.add(Measure.compared(goal.in("boot %d s".formatted(seconds)), some)));
    Measure worst = parts.stream().max(Comparator.comparingDouble(Measure::ratio)).orElseThrow();
    List<Measure> all = new ArrayList<>();
    all.add(worst.named(goal.name()));
    all.addAll(parts);
    return all;
  }
}
