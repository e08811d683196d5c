package dev.baton.agent;

import java.nio.file.Path;

/** Prints what has systemd start the agent first and ask it before anything that it guards. */
final class Units {

  private static final String AGENT =
      """
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
      """;

  private static final String GUARDED =
      """

      # /etc/systemd/system/%1$s.service.d/baton.conf
      [Unit]
      Wants=baton-agent.service
      After=baton-agent.service

      [Service]
      # Exit code 0 starts it, 1 leaves it down without a failure, 255 fails: then it is asked again.
      ExecCondition=+%2$s
      Restart=on-failure
      RestartSec=5s
      TimeoutStartSec=%3$d
      """;

  private Units() {}

  static String of(Policy policy, Path file, String java, Path jar) {
    String program = "%s -jar %s ".formatted(java, jar);
    StringBuilder text = new StringBuilder(AGENT.formatted(policy.host(), program + file));
    long limit = policy.guardTimeout().toSeconds() + 300;
    policy
        .postgres()
        .ifPresent(part ->
            text.append(
                GUARDED.formatted(
                    "postgresql@", program + "guard %s postgresql".formatted(file), limit)));
    policy
        .application()
        .ifPresent(part ->
            text.append(
                GUARDED.formatted(
                    part.name(), program + "guard %s application".formatted(file), limit)));
    return text.toString();
  }
}
