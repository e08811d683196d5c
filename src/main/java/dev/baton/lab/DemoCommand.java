package dev.baton.lab;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton demo}: the whole story on this machine, and nothing left of it afterwards. */
@Command(
    name = "demo",
    description =
        "Builds a lab, switches over and back, cuts the primary's power, switches by force while it"
            + " comes back, recovers, says what was measured, and removes everything.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private WhichLab which = new WhichLab();

  @Option(
      names = "--json",
      description = "print one JSON document to standard output, progress to standard error")
  private boolean json;

  private final long began = System.nanoTime();

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    PrintStream document = System.out;
    if (json) {
      // Whatever anything prints from here on is progress.
      System.setOut(System.err);
    }
    DemoDocument told = tell(new Teller(System.out));
    if (json) {
      document.println(told.json());
      document.flush();
    }
    return told.ok() ? 0 : LabCommand.FAILED;
  }

  private DemoDocument tell(Teller teller) {
    teller.chapter("A lab of four hosts, a client and a control plane");
    LabOptions options = which.options().telling(line -> teller.line("%s", line));
    try (Lab lab = Lab.up(options);
        Watch watch = Watch.over(lab)) {
      teller.line("console %s/", lab.controlPlane().url());
      return tell(new Story(lab, watch, teller), teller, machine(lab));
    } catch (LabException e) {
      return failed(e, teller, List.of(), machine("unknown"));
    }
  }

  private DemoDocument tell(Story story, Teller teller, DemoDocument.Machine machine) {
    try {
      story.tell();
      DemoDocument.Events events = story.events();
      String why = events.verified() ? null : "the event log does not verify";
      teller.line("%s", "done in %d s".formatted(elapsed().toSeconds()));
      return document(why, machine, story.runs(), story.sync(), events);
    } catch (LabException e) {
      return failed(e, teller, story.runs(), machine);
    }
  }

  private DemoDocument failed(
      LabException e, Teller teller, List<MeasuredRun> runs, DemoDocument.Machine machine) {
    teller.chapter("FAILED: " + e.getMessage());
    return document(e.getMessage(), machine, runs, List.of(), new DemoDocument.Events(0, false));
  }

  private DemoDocument document(
      @Nullable String why,
      DemoDocument.Machine machine,
      List<MeasuredRun> runs,
      List<DemoDocument.Item> sync,
      DemoDocument.Events events) {
    String version = System.getProperty("baton.version", "unknown");
    return new DemoDocument(
        why == null, why, version, machine, runs, sync, events, elapsed().toMillis());
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static DemoDocument.Machine machine(Lab lab) {
    String version = lab.postgres("east-db").query("show server_version");
    return machine(version.split(" ", 2)[0]);
  }

  private static DemoDocument.Machine machine(String postgresql) {
    return new DemoDocument.Machine(
        Runtime.getRuntime().availableProcessors(), postgresql, Runtime.version().toString());
  }
}
