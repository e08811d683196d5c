package dev.baton.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton lab status}: what stands and how to reach it. */
@Command(
    name = "status",
    description = "Shows which hosts of a lab are on and how to reach them.",
    mixinStandardHelpOptions = true)
final class LabStatus implements Callable<Integer> {

  @Mixin private WhichLab which = new WhichLab();

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    System.out.println(Standing.describe(which.options().layout()));
    return 0;
  }
}
