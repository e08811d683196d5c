package dev.baton.bench.switchover;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code baton bench switchover}: makes a lab and moves its service, by Baton and by the baseline
 * in turn.
 */
@Command(
    name = "switchover",
    description = {
      "Measures switchovers, rejoins and how soon faults are seen, on four hosts made on this machine (root, Debian).",
      "Ratios compare Baton with the bare minimum in the same run: one resident process a host that stops, promotes"
          + " and boots with nothing in between; both seen by the same client. Absolute figures depend on the machine."
    },
    mixinStandardHelpOptions = true)
public final class SwitchBench implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description = "print one JSON document to standard output; progress goes to standard error")
  private boolean json;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "graceful switchovers, half as many forced ones (default ${DEFAULT-VALUE}; made even)")
  private int runs;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "100",
      description = "faults whose sighting is timed (default ${DEFAULT-VALUE})")
  private int faults;

  @Option(
      names = "--fill",
      paramLabel = "MB",
      defaultValue = "200",
      description = "size of the database (default ${DEFAULT-VALUE})")
  private int megabytes;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "measure only these, and what comes from the same runs")
  private List<String> only = Goals.names(Goals.OF_SWITCHOVER);

  @Option(
      names = "--name",
      defaultValue = "bench",
      description = "name of the lab, prefix of its namespaces (default: ${DEFAULT-VALUE})")
  private String name = "bench";

  @Option(
      names = "--svg",
      paramLabel = "FOLDER",
      description = "where to put the waterfall of each graceful run (default: target/waterfalls)")
  private Path folder = Path.of(System.getProperty("baton.home", "")).resolve("target/waterfalls");

  @Override
  public Integer call() throws Exception {
    if (runs < 1 || faults < 1 || !Goals.names(Goals.OF_SWITCHOVER).containsAll(only)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "N is at least 1, and what can be measured is "
              + String.join(", ", Goals.names(Goals.OF_SWITCHOVER)));
    }
    PrintStream document = System.out;
    // Whatever anything prints from here on is progress.
    System.setOut(System.err);
    var progress = new ProgressLog(System.err);
    LabOptions options = LabOptions.named(name).booting(Duration.ZERO).telling(progress::say);
    Report report;
    try (Lab lab = Lab.up(options);
        SwitchLab switchLab = new SwitchLab(lab, megabytes)) {
      var measures = new SwitchMeasures(switchLab, runs + runs % 2, faults, only, progress);
      GracefulSwitchBench switches = measures.switches();
      new Waterfalls(switchLab.api(), folder, progress).show(switches.reports());
      report = measures.report(switches);
    }
    document.print(json ? report.json() + System.lineSeparator() : report.table());
    document.flush();
    return 0;
  }
}
