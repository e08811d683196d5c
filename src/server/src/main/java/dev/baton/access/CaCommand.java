package dev.baton.access;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code baton ca}: makes a certificate authority in a folder, issues certificates from it and
 * takes them back. Exit codes: 0 done, 1 failed, 2 wrong use.
 */
@Command(
    name = "baton ca",
    description = "Certificates for the control plane and the agents.",
    subcommands = {CaInit.class, CaIssue.class, CaRevoke.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(init | issue | revoke)")
public final class CaCommand {

  private CaCommand() {}

  /** Ends the program. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the command without ending the program; prints to the standard streams and gives the exit
   * code.
   */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new CaCommand());
    line.setExecutionExceptionHandler(CaCommand::failed);
    line.setParameterExceptionHandler(CaCommand::misused);
    return line.execute(args);
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult ignored) {
    line.getErr().println("%s: %s".formatted(line.getCommandSpec().qualifiedName(), sentence(e)));
    return e instanceof IllegalArgumentException ? 2 : 1;
  }

  private static int misused(CommandLine.ParameterException e, String[] ignored) {
    CommandLine line = e.getCommandLine();
    line.getErr()
        .println(
            "%s: %s; --help shows the use"
                .formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
    return 2;
  }

  private static String sentence(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " exists already";
      case AccessDeniedException denied -> "no access to " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
