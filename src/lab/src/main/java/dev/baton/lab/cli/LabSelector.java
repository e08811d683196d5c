package dev.baton.lab.cli;

import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.LabOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which lab is meant. */
final class LabSelector {

  @Option(
      names = "--name",
      defaultValue = "baton",
      description = "name of the lab, prefix of its namespaces (default: ${DEFAULT-VALUE})")
  private String name = "baton";

  @Option(names = "--dir", description = "folder of the lab (default: /tmp/baton-lab-NAME)")
  private @Nullable Path folder;

  LabOptions options() {
    LabOptions options = LabOptions.named(name);
    return folder == null ? options : options.in(folder);
  }

  /** What stands of it; an exception with the next move when nothing does. */
  LabRecord standing() {
    Layout layout = options().layout();
    return LabRecord.read(layout)
        .orElseThrow(() ->
            new LabException(
                "no lab '%s' in %s; ./baton lab up builds it"
                    .formatted(layout.lab(), layout.folder())));
  }

  /** One of its hosts that carry an agent. */
  LabHost siteHost(String host) {
    if (!Layout.SITE_HOSTS.contains(host)) {
      throw new LabException(
          "no host '%s' to switch; there are %s"
              .formatted(host, String.join(", ", Layout.SITE_HOSTS)));
    }
    return new LabHost(host, options().layout(), standing());
  }

  /** Whether this machine cannot hold a lab; says why on the error stream. */
  boolean refused() {
    Optional<String> missing = Prerequisites.missing();
    missing.ifPresent(System.err::println);
    return missing.isPresent();
  }
}
