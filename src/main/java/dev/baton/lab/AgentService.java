package dev.baton.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent of one host, as it is installed and run there. */
public final class AgentService {

  static final int PORT = 7443;

  private static final String DAEMON = "agent";

  private final LabHost host;

  AgentService(LabHost host) {
    this.host = host;
  }

  /** Puts jar, policy and certificate there. */
  void install(Built built, Certificates certificates) {
    Path home = host.folder().resolve("baton");
    LabFiles.folder(home.resolve("state"));
    LabFiles.copy(List.of(built.agent()), home);
    LabFiles.rename(home.resolve(built.agent().getFileName()), home.resolve("baton-agent.jar"));
    LabFiles.write(home.resolve("agent.policy"), policy(host.name()));
    certificates.issueTo(host.name(), home);
  }

  static String policy(String host) {
    String part = host.endsWith("-db") ? "database.policy" : "application.policy";
    return LabFiles.template("agent.policy", Map.of("host", host, "ip", Layout.ip(host)))
        + LabFiles.template(part, Map.of("address", Layout.ADDRESS));
  }

  /** Starts it and waits until it listens. */
  public void start() {
    startUnder(List.of());
  }

  /** The same, by a command that runs what follows it, {@code faketime} say. */
  public void startUnder(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(
        List.of(
            Programs.java(),
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

  /** Sends it a signal, for example {@code KILL} or {@code STOP}. */
  public void signal(String signal) {
    host.signal(DAEMON, signal);
  }

  public boolean running() {
    return host.running(DAEMON);
  }
}
