package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.ChangeOptions;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.ConfirmOption;
import dev.baton.cli.session.WaitOptions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton switchover}: makes the other site primary. */
@Command(
    name = "baton switchover",
    description = "Makes the other site primary: without a loss, or by force when it is lost.",
    mixinStandardHelpOptions = true)
public final class SwitchoverCommand extends ApiCommand {

  @Mixin private SwitchoverOptions switchover = new SwitchoverOptions();

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  @Mixin private WaitOptions wait = new WaitOptions();

  @Option(
      names = "--plan-hash",
      paramLabel = "HASH",
      description = "Start only if the plan is this one, as baton plan shows it.")
  private @Nullable String planHash;

  public SwitchoverCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected ExitCode run(CliSession session) {
    Map<String, Object> fields = switchover.fields();
    if (switchover.forced()) {
      confirm.require(session, switchover.pair(), switchover.warning());
    }
    fields.putAll(change.fields(session));
    if (planHash != null) {
      fields.put("expectedPlanHash", planHash);
    }
    ApiAnswer accepted = change.make(session, switchover.path(), fields, Optional.empty());
    return wait.after(session, accepted);
  }
}
