package dev.baton.bench.log;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import dev.baton.embedded.DatabaseAccess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baton bench log}: fills two logs, a small one and a large one, and measures on them. */
@Command(
    name = "log",
    description = {
      "Measures the event log against plain PostgreSQL in one run, on an embedded PostgreSQL of its own with"
          + " fsync=on and synchronous_commit=on.",
      "Ratios compare both sides within a round and are the median over the rounds; absolute figures depend on the"
          + " machine. The database is in a temporary folder, which is removed at the end."
    },
    mixinStandardHelpOptions = true)
public final class LogBench implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description = "print one JSON document to standard output; progress goes to standard error")
  private boolean json;

  @Option(
      names = {"--fill", "--events"},
      paramLabel = "N",
      defaultValue = "10000000",
      description = "events in the large log (default ${DEFAULT-VALUE}); some 0.7 KB of disk each")
  private long large;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "rounds of each measure (default ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "measure only these: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> only = Goals.names(Goals.OF_LOG);

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where to make the temporary folder (default: the system's)")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  /** For the help. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Goals.names(Goals.OF_LOG).iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (large < 1 || rounds < 1 || !Goals.names(Goals.OF_LOG).containsAll(only)) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "N is at least 1, and what can be measured is "
              + String.join(", ", Goals.names(Goals.OF_LOG)));
    }
    PrintStream document = System.out;
    // Whatever anything prints from here on is progress.
    System.setOut(System.err);
    var progress = new ProgressLog(System.err);
    progress.say("starting PostgreSQL");
    var own = folder.resolve("baton-bench-" + ProcessHandle.current().pid());
    DatabaseAccess access = TemporaryDatabase.in(own);
    Report report;
    try (var measures = new LogMeasures(access, own, large, rounds, progress)) {
      report = measures.run(only);
    }
    document.print(json ? report.json() + System.lineSeparator() : report.table());
    document.flush();
    return 0;
  }
}
