package dev.baton.lab.pair;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import java.nio.file.Files;

/** Describes a running lab and how a person reaches it. */
public final class LabDescription {

  private LabDescription() {}

  public static String describe(Layout layout) {
    var record = LabRecord.read(layout);
    if (record.isEmpty()) {
      return "No lab '%s' in %s.".formatted(layout.lab(), layout.folder());
    }
    LabRecord lab = record.get();
    StringBuilder text =
        new StringBuilder("Lab '%s' in %s\n\n".formatted(layout.lab(), layout.folder()));
    for (String name : Layout.HOSTS) {
      LabHost host = new LabHost(name, layout, lab);
      text.append(
          host.on()
              ? "  %-9s %-12s %s\n".formatted(name, Layout.ip(name), host.enter())
              : "  %-9s %-12s off\n".formatted(name, Layout.ip(name)));
    }
    text.append(
        "\n  service   http://%s:8153/go from inside; labgo is a stand-in for GoCD\n"
            .formatted(Layout.ADDRESS));
    lab.get("url").ifPresent(url -> text.append(console(layout, lab, url)));
    return text.append(
            "\nEnd it with: ./baton lab down --name %s --dir %s"
                .formatted(layout.lab(), layout.folder()))
        .toString();
  }

  private static String console(Layout layout, LabRecord lab, String url) {
    ControlPlane control = new ControlPlane(new LabHost(ControlPlane.HOST, layout, lab), lab);
    String token = Files.exists(control.tokenFile()) ? control.token() : "(no token yet)";
    return """
      console   %1$s/
      token     %2$s
      call      curl -H 'Authorization: Bearer %2$s' %1$s/v1/pairs
    """
        .formatted(url, token)
        .indent(0);
  }
}
