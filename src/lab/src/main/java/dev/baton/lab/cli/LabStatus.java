package dev.baton.lab.cli;

import dev.baton.lab.pair.LabDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton lab status}: what stands and how to reach it. */
@Command(
    name = "status",
    description = "Shows which hosts of a lab are on and how to reach them.",
    mixinStandardHelpOptions = true)
final class LabStatus implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    System.out.println(LabDescription.describe(which.options().layout()));
    return 0;
  }
}
