package dev.baton.cli.session;

import dev.baton.cli.api.ExitCode;
import dev.baton.cli.screen.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that calls a control plane. */
public abstract class ApiCommand implements Callable<Integer> {

  @Mixin private TargetOptions target = new TargetOptions();

  private final Surroundings surroundings;

  protected ApiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public final Integer call() {
    return run(target.open(surroundings)).number();
  }

  protected abstract ExitCode run(CliSession session);
}
