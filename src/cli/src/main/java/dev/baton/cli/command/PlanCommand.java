package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.PlanPage;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton plan}: what a switchover would do. */
@Command(
    name = "baton plan",
    description =
        "Makes every check of a switchover and shows its plan; nothing is recorded or moved.",
    mixinStandardHelpOptions = true)
public final class PlanCommand extends ApiCommand {

  @Mixin private SwitchoverOptions switchover = new SwitchoverOptions();

  public PlanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    Map<String, Object> fields = switchover.fields();
    fields.put("validateOnly", true);
    // Asked for of every call, and kept nowhere for one that only validates.
    fields.put("reason", "look at the plan");
    ApiAnswer plan = session.api().judge(switchover.path(), fields);
    session.show(plan, view -> PlanPage.lines(view, session.screen()));
    return ExitCode.DONE;
  }
}
