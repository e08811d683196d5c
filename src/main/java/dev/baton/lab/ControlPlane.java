package dev.baton.lab;

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

  static final String HOST = "control";

  private static final String DAEMON = "control-plane";
  private static final int PORT = 8400;
  private static final String SOCKET = "http.sock";

  private final LabHost host;
  private final LabRecord lab;

  ControlPlane(LabHost host, LabRecord lab) {
    this.host = host;
    this.lab = lab;
  }

  /** Puts the application and its certificate there. */
  void install(Built built, Certificates certificates) {
    // With its times: the start-up cache is only used when the jars are those it was made from.
    Programs.run(
        "cp",
        "-a",
        built.application().toString(),
        host.folder().resolve("application").toString());
    certificates.issueToControlPlane("lab", host.folder().resolve("baton"));
  }

  /** Starts it and waits until it answers. */
  public void start() {
    List<String> command =
        new ArrayList<>(List.of("env", "-C", "/srv/application", Programs.java()));
    if (Files.exists(host.folder().resolve("application/app.aot"))) {
      // It is a help, not a need: what it has to complain about interests nobody.
      command.addAll(List.of("-XX:AOTCache=app.aot", "-Xlog:aot*=error"));
    }
    command.addAll(
        List.of(
            "-Dbaton.data=/srv/data",
            "-Dbaton.replica=lab",
            "-Dbaton.agent.certificate=/srv/baton/control-plane.crt",
            "-Dbaton.agent.key=/srv/baton/control-plane.key",
            "-Dbaton.agent.trust=/srv/baton/ca.crt",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + PORT,
            "-jar",
            "quarkus-run.jar"));
    host.spawn(DAEMON, command);
    host.awaitPort(DAEMON, PORT);
  }

  /** Sends it a signal, for example {@code KILL} or {@code STOP}. */
  public void signal(String signal) {
    host.signal(DAEMON, signal);
  }

  public boolean running() {
    return host.running(DAEMON);
  }

  /**
   * Forwards a loopback port of this machine to it, through a socket in the host's folder.
   *
   * @param port 0 for the usual one, or any free one when that is taken
   */
  void forward(int port) {
    int outside = port == 0 ? freePort() : port;
    host.spawn(
        "forward",
        List.of("socat", "UNIX-LISTEN:/srv/" + SOCKET + ",fork", "TCP:127.0.0.1:" + PORT));
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid",
            "socat",
            "TCP-LISTEN:%d,bind=127.0.0.1,fork,reuseaddr".formatted(outside),
            "UNIX-CONNECT:" + SOCKET);
    // A path relative to the folder: a socket's own may have no more than 107 characters.
    builder.directory(host.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(host.folder().resolve("log/forward-outside.log").toFile());
    Pid forwarder;
    try {
      forwarder = Pid.of(builder.start().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lab.started("forward", forwarder);
    lab.put("url", "http://127.0.0.1:" + outside);
    Waiting.until(
        "the port %d of this machine to be forwarded".formatted(outside),
        Duration.ofSeconds(10),
        () -> {
          if (!forwarder.alive()) {
            throw new LabException(
                "port %d: %s".formatted(outside, host.lastLines("log/forward-outside.log")));
          }
          return Files.exists(host.folder().resolve(SOCKET))
              && Programs.run("ss", "-ltnpH", "sport = :" + outside)
                  .contains("pid=" + forwarder.number() + ",");
        });
  }

  /** Where a browser of this machine finds it. */
  public URI url() {
    return URI.create(lab.get("url").orElseThrow());
  }

  /** The file with the token that every call needs. */
  public Path tokenFile() {
    return host.folder().resolve("data/admin.token");
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
