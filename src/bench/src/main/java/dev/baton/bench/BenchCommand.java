package dev.baton.bench;

import dev.baton.bench.log.LogBench;
import dev.baton.bench.strangers.StrangersBench;
import dev.baton.bench.switchover.SwitchBench;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The part of {@code ./baton} that measures. Exit codes: 0 measured, whatever the figures; 1
 * failed; 2 wrong use.
 */
@Command(
    name = "baton bench",
    description = "Measures Baton on this machine; what it needs it makes, and removes.",
    subcommands = {LogBench.class, SwitchBench.class, StrangersBench.class},
    synopsisSubcommandLabel = "log|switchover|strangers",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

  static final int FAILED = 1;
  public static final int WRONG_USE = 2;

  @Spec private @Nullable CommandSpec spec;

  private BenchCommand() {}

  /** Runs {@code bench}. */
  public static void main(String[] arguments) {
    // As in the application; before anything logs.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(run(arguments));
  }

  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.setExecutionExceptionHandler(BenchCommand::failed);
    line.setParameterExceptionHandler(BenchCommand::misused);
    return line.execute(arguments);
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "say what to measure: log, switchover or strangers");
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult ignored) {
    e.printStackTrace(line.getErr());
    return FAILED;
  }

  private static int misused(CommandLine.ParameterException e, String[] ignored) {
    CommandLine line = e.getCommandLine();
    line.getErr()
        .println(
            "%s: %s; --help shows the use"
                .formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
    return WRONG_USE;
  }
}
