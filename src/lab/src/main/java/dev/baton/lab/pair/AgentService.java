package dev.baton.lab.pair;

import dev.baton.lab.machine.DebianRelease;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent of one host, as it is installed and run there. */
public final class AgentService {

  static final int PORT = 7443;

  private static final String DAEMON = "agent";

  private final LabHost host;

  public AgentService(LabHost host) {
    this.host = host;
  }

  /** Puts jar, policy and certificate there. */
  void install(BuildArtifacts buildArtifacts, Certificates certificates) {
    Path home = host.folder().resolve("baton");
    LabFiles.folder(home.resolve("state"));
    LabFiles.copy(List.of(buildArtifacts.agent()), home);
    LabFiles.rename(
        home.resolve(buildArtifacts.agent().getFileName()), home.resolve("baton-agent.jar"));
    LabFiles.write(home.resolve("agent.policy"), policy());
    certificates.issueTo(host.name(), home);
    if (host.systemd()) {
      new AgentUnits(host).install();
    }
  }

  private String policy() {
    String name = host.name();
    boolean database = name.endsWith("-db");
    String part =
        (host.systemd() ? "packaged-" : "") + (database ? "database.policy" : "application.policy");
    return LabFiles.template("agent.policy", Map.of("host", name, "ip", Layout.ip(name)))
        + LabFiles.template(part, Map.of("address", Layout.ADDRESS, "version", version()));
  }

  private String version() {
    return host.systemd() ? Integer.toString(DebianRelease.ofHosts().postgres()) : "";
  }

  /** Starts it and waits until it listens. */
  public void start() {
    if (host.systemd()) {
      new AgentUnits(host).start();
    } else {
      startUnder(List.of());
    }
  }

  /** Starts it by a command that runs what follows it, {@code faketime} say. */
  public void startUnder(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(HostPrograms.countedJava());
    line.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            "/srv/baton/baton-agent.jar",
            "/srv/baton/agent.policy"));
    host.spawn(DAEMON, line);
    host.awaitPort(DAEMON, PORT);
  }

  /** Has root release the host from whoever owns it. */
  public void unbind(String reason) {
    String unused =
        host.run(
            HostPrograms.java(),
            "-XX:TieredStopAtLevel=1",
            "-jar",
            "/srv/baton/baton-agent.jar",
            "unbind",
            "/srv/baton/agent.policy",
            "--reason",
            reason);
  }

  /** Sends it a signal, for example {@code KILL} or {@code STOP}. */
  public void signal(String signal) {
    if (host.systemd()) {
      host.run("systemctl", "kill", "--kill-who=main", "--signal=" + signal, AgentUnits.AGENT);
    } else {
      host.signal(DAEMON, signal);
    }
  }

  public boolean running() {
    return host.systemd()
        ? host.succeeds("systemctl", "--quiet", "is-active", AgentUnits.AGENT)
        : host.running(DAEMON);
  }
}
