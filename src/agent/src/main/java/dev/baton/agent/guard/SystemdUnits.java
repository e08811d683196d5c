package dev.baton.agent.guard;

import dev.baton.agent.policy.Policy;
import java.nio.file.Path;

/**
 * Prints the systemd units that start the agent and run its guard before PostgreSQL and the
 * application.
 */
public final class SystemdUnits {

  private SystemdUnits() {}

  public static String of(Policy policy, Path file, String java, Path jar) {
    String program = "%s -jar %s ".formatted(java, jar);
    StringBuilder text = new StringBuilder(agent(policy.host(), program + file));
    long limit = policy.guardTimeout().toSeconds() + 300;
    if (policy.postgres().isPresent()) {
      text.append(guarded("postgresql@", program + "guard " + file + " postgresql", limit));
    }
    policy
        .application()
        .ifPresent(part ->
            text.append(guarded(part.name(), program + "guard " + file + " application", limit)));
    return text.toString();
  }

  private static String agent(String host, String program) {
    return """
    # /etc/systemd/system/baton-agent.service
    [Unit]
    Description=Baton agent of %s
    After=network-online.target
    Wants=network-online.target

    [Service]
    Type=exec
    ExecStart=%s
    Restart=always
    # Children such as a running base backup outlive it.
    KillMode=process

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(host, program);
  }

  private static String guarded(String unit, String guard, long limit) {
    return """

    # /etc/systemd/system/%s.service.d/baton.conf
    [Unit]
    Wants=baton-agent.service
    After=baton-agent.service

    [Service]
    # Exit code 0 starts it, 1 leaves it down without a failure, 255 fails: then it is asked again.
    ExecCondition=+%s
    Restart=on-failure
    RestartSec=5s
    TimeoutStartSec=%d
    """
        .formatted(unit, guard, limit);
  }
}
