package dev.baton.assessment;

import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the application is as a switch needs it, on one of its hosts. */
final class ApplicationChecks {

  private final Evidence application;
  private final HostId host;

  ApplicationChecks(Map<String, String> application, HostId host) {
    this.application = Evidence.of(application);
    this.host = host;
  }

  /** On the host that serves; a rollback starts it there again. */
  List<Check> serving() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Check.of(
            "application up",
            "up".equals(application.text(EvidenceKey.STATE)),
            "%s is %s".formatted(host, application.text(EvidenceKey.STATE, "unknown")),
            "up",
            "start the application on %s, or switch over forced if it cannot be".formatted(host)));
    checks.add(known());
    if (application.flag(EvidenceKey.DRAINABLE)) {
      checks.add(drainable());
    }
    required().ifPresent(checks::add);
    return checks;
  }

  /** On the host that is to take over. */
  List<Check> waiting() {
    List<Check> checks = new ArrayList<>();
    boolean installed = !application.denied(EvidenceKey.INSTALLED);
    checks.add(
        Check.of(
            "application waiting",
            application.denied(EvidenceKey.RUNNING) && installed,
            "%s installed: %s, running: %s"
                .formatted(
                    host,
                    application.text(EvidenceKey.INSTALLED, "unknown"),
                    application.text(EvidenceKey.RUNNING, "unknown")),
            "installed and not running",
            installed
                ? "stop the application on %s: it must not run on a database in recovery"
                    .formatted(host)
                : "install it on %s, or correct application.unit or application.start in its policy"
                    .formatted(host)));
    checks.add(known());
    required().ifPresent(checks::add);
    return checks;
  }

  /**
   * What a wrong unit, or a wrong status command, calls stopped would run on after a stop. Where
   * nobody listens on the host itself, the health at a name of the pair is that of the other site.
   */
  private Check known() {
    boolean up = "up".equals(application.text(EvidenceKey.STATE));
    return Check.of(
        "application known on " + host,
        !up
            || !application.denied(EvidenceKey.RUNNING)
            || application.denied(EvidenceKey.LISTENING),
        "health: %s, running: %s, listening: %s"
            .formatted(
                application.text(EvidenceKey.STATE, "unknown"),
                application.text(EvidenceKey.RUNNING, "unknown"),
                application.text(EvidenceKey.LISTENING, "unknown")),
        "what answers as healthy runs, by its unit or status command",
        "correct application.unit or application.status in the policy of %s, or application.health if another one answers there"
            .formatted(host));
  }

  /** A token that is refused would show only when the drain is ordered. */
  private Check drainable() {
    String why = application.text(EvidenceKey.DRAIN_WHY);
    return Check.of(
        "application can be drained",
        why.isEmpty(),
        why.isEmpty() ? "yes" : why,
        "its agent can read whether it is drained",
        "correct application.maintenance and application.token.file in the policy of %s"
            .formatted(host));
  }

  /** Empty where the policy requires none. */
  private Optional<Check> required() {
    return application
        .find(EvidenceKey.MISSING_FILES)
        .map(missing ->
            Check.of(
                "required files on " + host,
                missing.isEmpty(),
                missing.isEmpty() ? "all there" : missing,
                "each file of application.requires there, not empty, readable by its account",
                "put them in place on %s, or correct application.requires in its policy"
                    .formatted(host)));
  }
}
