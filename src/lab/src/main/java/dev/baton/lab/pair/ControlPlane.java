package dev.baton.lab.pair;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Pid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The control plane on its own host of the lab, reached from the machine at a loopback port. */
public final class ControlPlane {

  public static final String HOST = "control";

  static final int PORT = 8400;

  private final LabHost host;
  private final LabRecord lab;
  private final String daemon;
  private final int port;

  /** The first one; it brings the database along. */
  public ControlPlane(LabHost host, LabRecord lab) {
    this(host, lab, "control-plane", PORT);
  }

  private ControlPlane(LabHost host, LabRecord lab, String daemon, int port) {
    this.host = host;
    this.lab = lab;
    this.daemon = daemon;
    this.port = port;
  }

  /** Another replica on the same host, with the database of the first one. */
  public ControlPlane second() {
    return new ControlPlane(host, lab, "second", PORT + 1);
  }

  /** One of another installation on the same host: same authority, a database of its own. */
  public ControlPlane stranger() {
    return new ControlPlane(host, lab, "stranger", PORT + 2);
  }

  private boolean replica() {
    return port == PORT + 1;
  }

  private boolean first() {
    return port == PORT;
  }

  /** The name its events carry, with a part for each run behind it. */
  public String name() {
    return daemon;
  }

  /** Puts the application and its certificate there. */
  void install(BuildArtifacts buildArtifacts, Certificates certificates) {
    // With its times: the start-up cache is only used when the jars are those it was made from.
    HostPrograms.run(
        "cp",
        "-a",
        buildArtifacts.application().toString(),
        host.folder().resolve("application").toString());
    certificates.issueToControlPlane("lab", host.folder().resolve("baton"));
  }

  /** Starts it and waits until it answers. */
  public void start() {
    List<String> command = new ArrayList<>(List.of("env", "-C", "/srv/application"));
    if (!first()) {
      LabFiles.folder(host.folder().resolve(data()));
    }
    if (replica()) {
      command.addAll(new ControlDatabase(host).settings());
    }
    command.addAll(HostPrograms.countedJava());
    if (Files.exists(host.folder().resolve("application/app.aot"))) {
      // It is a help, not a need: what it has to complain about interests nobody.
      command.addAll(List.of("-XX:AOTCache=app.aot", "-Xlog:aot*=error"));
    }
    command.addAll(
        List.of(
            "-Dbaton.data=/srv/" + data(),
            // Replicas of one log sign with one key.
            "-Dbaton.checkpoint.key=/srv/%s/checkpoint.key".formatted(replica() ? "data" : data()),
            "-Dbaton.replica=" + daemon,
            "-Dbaton.agent.certificate=/srv/baton/control-plane.crt",
            "-Dbaton.agent.key=/srv/baton/control-plane.key",
            "-Dbaton.agent.trust=/srv/baton/ca.crt",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-jar",
            "quarkus-run.jar"));
    host.spawn(daemon, command);
    host.awaitPort(daemon, port);
  }

  /** Sends it a signal, for example {@code KILL} or {@code STOP}. */
  public void signal(String signal) {
    host.signal(daemon, signal);
  }

  public boolean running() {
    return host.running(daemon);
  }

  /**
   * Forwards a loopback port of this machine to it, through a socket in the host's folder.
   *
   * @param wanted 0 for the usual one, or any free one when that is taken
   */
  public void forward(int wanted) {
    int outside = wanted == 0 ? freePort() : wanted;
    String socket = daemon + ".sock";
    String forward = "forward-" + daemon;
    host.spawn(
        forward, List.of("socat", "UNIX-LISTEN:/srv/" + socket + ",fork", "TCP:127.0.0.1:" + port));
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid",
            "socat",
            "TCP-LISTEN:%d,bind=127.0.0.1,fork,reuseaddr".formatted(outside),
            "UNIX-CONNECT:" + socket);
    // A path relative to the folder: a socket's own may have no more than 107 characters.
    builder.directory(host.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(host.folder().resolve(log(forward)).toFile());
    Pid forwarder;
    try {
      forwarder = Pid.of(builder.start().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lab.started(forward, forwarder);
    lab.put(urlKey(), "http://127.0.0.1:" + outside);
    Await.until(
        "the port %d of this machine to be forwarded".formatted(outside),
        Duration.ofSeconds(10),
        () -> {
          if (!forwarder.alive()) {
            throw new LabException("port %d: %s".formatted(outside, host.lastLines(log(forward))));
          }
          return Files.exists(host.folder().resolve(socket))
              && HostPrograms.run("ss", "-ltnpH", "sport = :" + outside)
                  .contains("pid=" + forwarder.number() + ",");
        });
  }

  private static String log(String forward) {
    return "log/%s-outside.log".formatted(forward);
  }

  private String urlKey() {
    return first() ? "url" : daemon + ".url";
  }

  private String data() {
    return first() ? "data" : daemon;
  }

  /** Where a browser of this machine finds it. */
  public URI url() {
    return URI.create(lab.get(urlKey()).orElseThrow());
  }

  /** The file with the token that every call needs. */
  public Path tokenFile() {
    return host.folder().resolve(data()).resolve("admin.token");
  }

  /** The token that every call needs. */
  public String token() {
    return LabFiles.lines(tokenFile()).getFirst().strip();
  }

  private static int freePort() {
    if (isFree(PORT)) {
      return PORT;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
