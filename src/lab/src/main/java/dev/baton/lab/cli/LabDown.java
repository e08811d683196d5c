package dev.baton.lab.cli;

import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton lab down}: removes a lab that {@code lab up} left standing. */
@Command(
    name = "down",
    description = "Ends and removes everything a lab has started.",
    mixinStandardHelpOptions = true)
final class LabDown implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    Layout layout = which.options().layout();
    var lab = LabRecord.read(layout);
    if (lab.isEmpty()) {
      System.out.println("No lab '%s' in %s.".formatted(layout.lab(), layout.folder()));
      return 0;
    }
    LabCleanup.of(layout, lab.get());
    System.out.println("Lab '%s' is gone.".formatted(layout.lab()));
    return 0;
  }
}
