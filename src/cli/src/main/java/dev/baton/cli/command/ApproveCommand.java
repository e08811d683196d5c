package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.WaitOptions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton approve}: lets a waiting operation go on. */
@Command(
    name = "baton approve",
    description = "Lets an operation go on that waits for an approval of its plan.",
    mixinStandardHelpOptions = true)
public final class ApproveCommand extends MoveCommand {

  @Mixin private WaitOptions wait = new WaitOptions();

  @Option(
      names = "--plan-hash",
      paramLabel = "HASH",
      description = "The plan that was looked at; the one it has now by default.")
  private @Nullable String planHash;

  public ApproveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    JsonFields operation = operation(session);
    operation.find("why").ifPresent(why -> session.screen().note("it asks: " + why));
    String plan = Optional.ofNullable(planHash).orElseGet(() -> operation.text("planHash"));
    ApiAnswer accepted = moveAsSeen(session, operation, "approve", Map.of("planHash", plan));
    return wait.after(session, accepted);
  }
}
