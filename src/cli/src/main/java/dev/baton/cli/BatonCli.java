package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.command.AbortCommand;
import dev.baton.cli.command.ApproveCommand;
import dev.baton.cli.command.EventsCommand;
import dev.baton.cli.command.HostsCommand;
import dev.baton.cli.command.OperationsCommand;
import dev.baton.cli.command.PairsCommand;
import dev.baton.cli.command.PauseCommand;
import dev.baton.cli.command.PlanCommand;
import dev.baton.cli.command.ReleaseCommand;
import dev.baton.cli.command.ReportCommand;
import dev.baton.cli.command.ResumeCommand;
import dev.baton.cli.command.RetryCommand;
import dev.baton.cli.command.RunbookCommand;
import dev.baton.cli.command.SkipCommand;
import dev.baton.cli.command.StatusCommand;
import dev.baton.cli.command.StopCommand;
import dev.baton.cli.command.SwitchoverCommand;
import dev.baton.cli.command.WatchCommand;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code baton} for operators: one word, one call of the control plane's API. Exit codes: {@link
 * ExitCode}.
 */
public final class BatonCli {

  /** Every word, in the order of the help: those that look before those that change. */
  public static final List<String> WORDS =
      List.of(
          "status",
          "pairs",
          "hosts",
          "plan",
          "runbook",
          "operations",
          "watch",
          "report",
          "events",
          "switchover",
          "approve",
          "pause",
          "resume",
          "retry",
          "skip",
          "abort",
          "stop",
          "release");

  private static final Set<String> HELP = Set.of("help", "--help", "-h");

  private BatonCli() {}

  /** Ends the program. */
  public static void main(String[] arguments) {
    // JSON is UTF-8, whatever the locale of a script.
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    System.exit(run(arguments));
  }

  /** Runs a command without ending the program; gives its exit code. */
  public static int run(String... arguments) {
    return run(Surroundings.ofThisProcess(), arguments);
  }

  static int run(Surroundings surroundings, String... arguments) {
    int exit = answered(surroundings, arguments);
    if (exit == ExitCode.DONE.number() && surroundings.out().checkError()) {
      surroundings.err().println("baton: not all that was to be printed could be written");
      return ExitCode.FAILED.number();
    }
    return exit;
  }

  private static int answered(Surroundings surroundings, String... arguments) {
    String word = arguments.length == 0 ? "" : arguments[0];
    if (HELP.contains(word)) {
      surroundings.out().print(help(surroundings));
      return ExitCode.DONE.number();
    }
    ApiCommand command = command(word, surroundings);
    if (command == null) {
      surroundings
          .err()
          .println(
              word.isEmpty()
                  ? "baton: say what to do; baton --help lists the commands"
                  : "baton: there is no command '%s'; baton --help lists them".formatted(word));
      return ExitCode.WRONG_USE.number();
    }
    return line(command, surroundings).execute(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /** Only the command that is called is loaded and read: that is half of the time it takes. */
  private static @Nullable ApiCommand command(String word, Surroundings surroundings) {
    return switch (word) {
      case "status" -> new StatusCommand(surroundings);
      case "pairs" -> new PairsCommand(surroundings);
      case "hosts" -> new HostsCommand(surroundings);
      case "plan" -> new PlanCommand(surroundings);
      case "runbook" -> new RunbookCommand(surroundings);
      case "operations" -> new OperationsCommand(surroundings);
      case "watch" -> new WatchCommand(surroundings);
      case "report" -> new ReportCommand(surroundings);
      case "events" -> new EventsCommand(surroundings);
      case "switchover" -> new SwitchoverCommand(surroundings);
      case "approve" -> new ApproveCommand(surroundings);
      case "pause" -> new PauseCommand(surroundings);
      case "resume" -> new ResumeCommand(surroundings);
      case "retry" -> new RetryCommand(surroundings);
      case "skip" -> new SkipCommand(surroundings);
      case "abort" -> new AbortCommand(surroundings);
      case "stop" -> new StopCommand(surroundings);
      case "release" -> new ReleaseCommand(surroundings);
      default -> null;
    };
  }

  private static CommandLine line(ApiCommand command, Surroundings surroundings) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(surroundings.out(), true, UTF_8));
    line.setErr(new PrintWriter(surroundings.err(), true, UTF_8));
    // A reason may begin with an at sign; no file is read in its place.
    line.setExpandAtFiles(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExecutionExceptionHandler((e, failed, parsed) ->
        FailureReport.print(
            e,
            failed.getCommandSpec().qualifiedName(),
            parsed.hasMatchedOption("--json"),
            surroundings));
    line.setParameterExceptionHandler(BatonCli::misused);
    return line;
  }

  private static int misused(CommandLine.ParameterException e, String[] ignored) {
    CommandLine line = e.getCommandLine();
    line.getErr()
        .println(
            "%s: %s; --help shows the use"
                .formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
    return ExitCode.WRONG_USE.number();
  }

  private static String help(Surroundings surroundings) {
    StringBuilder text = new StringBuilder("Usage: baton COMMAND [OPTIONS]");
    text.append(System.lineSeparator()).append(System.lineSeparator());
    for (String word : WORDS) {
      ApiCommand command = command(word, surroundings);
      if (command != null) {
        String[] about = line(command, surroundings).getCommandSpec().usageMessage().description();
        text.append("  %-12s %s%n".formatted(word, String.join(" ", about)));
      }
    }
    text.append(System.lineSeparator()).append("Each has --help.").append(System.lineSeparator());
    return text.toString();
  }
}
