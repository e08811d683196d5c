package dev.baton.lab.cli;

import dev.baton.lab.demo.ConsoleReporter;
import dev.baton.lab.demo.DemoDocument;
import dev.baton.lab.demo.DemoScenario;
import dev.baton.lab.demo.HostState;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.watch.MeasuredRun;
import dev.baton.lab.watch.SafetyMonitor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton demo}: runs the demo on this machine and removes everything afterwards. */
@Command(
    name = "demo",
    description =
        "Builds a lab, switches over and back, cuts the primary's power, switches by force while it"
            + " comes back, recovers, says what was measured, and removes everything.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Option(
      names = "--json",
      description = "print one JSON document to standard output, progress to standard error")
  private boolean json;

  @Option(
      names = "--systemd",
      description =
          "on hosts that boot systemd, with PostgreSQL and units as Debian installs them; makes"
              + " their root file system at first use")
  private boolean systemd;

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
    DemoDocument told = tell(new ConsoleReporter(System.out));
    if (json) {
      document.println(told.json());
      document.flush();
    }
    return told.ok() ? 0 : LabCommand.FAILED;
  }

  private DemoDocument tell(ConsoleReporter consoleReporter) {
    consoleReporter.chapter("A lab of four hosts, a client and a control plane");
    LabOptions options = which.options().telling(line -> consoleReporter.line("%s", line));
    if (systemd) {
      options = options.onSystemd();
    }
    try (Lab lab = Lab.up(options);
        SafetyMonitor safetyMonitor = SafetyMonitor.over(lab)) {
      consoleReporter.line("console %s/", lab.controlPlane().url());
      return tell(
          new DemoScenario(lab, safetyMonitor, consoleReporter), consoleReporter, machine(lab));
    } catch (LabException e) {
      consoleReporter.chapter("FAILED: " + e.getMessage());
      return document(
          e.getMessage(),
          machine("unknown"),
          List.of(),
          List.of(),
          List.of(),
          new DemoDocument.Events(0, false));
    }
  }

  private DemoDocument tell(
      DemoScenario demoScenario, ConsoleReporter consoleReporter, DemoDocument.Machine machine) {
    try {
      demoScenario.tell();
      DemoDocument.Events events = demoScenario.events();
      consoleReporter.line("%s", "done in %d s".formatted(elapsed().toSeconds()));
      return document(
          why(events, demoScenario.hosts()), machine, demoScenario, demoScenario.sync(), events);
    } catch (LabException e) {
      consoleReporter.chapter("FAILED: " + e.getMessage());
      return document(
          e.getMessage(), machine, demoScenario, List.of(), new DemoDocument.Events(0, false));
    }
  }

  private static @Nullable String why(DemoDocument.Events events, List<HostState> hosts) {
    if (!events.verified()) {
      return "the event log does not verify";
    }
    return hosts.stream()
        .filter(state -> !state.agree())
        .findFirst()
        .map(state -> "systemd and the host disagree after %s: %s".formatted(state.run(), state))
        .orElse(null);
  }

  private DemoDocument document(
      @Nullable String why,
      DemoDocument.Machine machine,
      DemoScenario demoScenario,
      List<DemoDocument.Item> sync,
      DemoDocument.Events events) {
    return document(why, machine, demoScenario.runs(), demoScenario.hosts(), sync, events);
  }

  private DemoDocument document(
      @Nullable String why,
      DemoDocument.Machine machine,
      List<MeasuredRun> runs,
      List<HostState> hosts,
      List<DemoDocument.Item> sync,
      DemoDocument.Events events) {
    String version = System.getProperty("baton.version", "unknown");
    return new DemoDocument(
        why == null, why, version, machine, runs, hosts, sync, events, elapsed().toMillis());
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
