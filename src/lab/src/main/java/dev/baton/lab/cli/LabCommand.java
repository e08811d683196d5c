package dev.baton.lab.cli;

import dev.baton.lab.machine.LabException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The part of {@code ./baton} that deals with the lab. Exit codes: 0 done, 1 failed, 2 wrong use.
 */
@Command(
    name = "baton",
    subcommands = {DemoCommand.class, LabCommand.LabGroup.class},
    mixinStandardHelpOptions = true)
public final class LabCommand {

  /** The run failed; what it was about is said. */
  static final int FAILED = 1;

  /** Wrong use, or something is missing on this machine. */
  static final int WRONG_USE = 2;

  private LabCommand() {}

  /** Runs {@code demo} or {@code lab}. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs it without ending the program. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new LabCommand());
    line.setExecutionExceptionHandler(LabCommand::failed);
    line.setParameterExceptionHandler(LabCommand::misused);
    return line.execute(arguments);
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult ignored) {
    if (!(e instanceof LabException)) {
      e.printStackTrace(line.getErr());
    }
    line.getErr()
        .println("%s: %s".formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
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

  /** {@code baton lab}, which does nothing by itself. */
  @Command(
      name = "lab",
      description = "Four hosts on this machine, to try Baton on; removed without a trace.",
      subcommands = {
        LabUp.class,
        LabStart.class,
        LabOff.class,
        LabOn.class,
        LabDown.class,
        LabStatus.class
      },
      synopsisSubcommandLabel = "(up | start | off | on | down | status)",
      mixinStandardHelpOptions = true)
  static final class LabGroup implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(), "say up, start, off, on, down or status");
    }
  }
}
