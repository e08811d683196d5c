package dev.baton.lab.pair;

import dev.baton.lab.client.Api;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.LabCleanup;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Network;
import dev.baton.lab.machine.Parallel;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.machine.RootFileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two sites with two hosts each, a client and the control plane's host on one machine. East is home
 * and serves; west's database streams from it. Closing removes everything, also when the process is
 * told to end.
 */
public final class Lab implements AutoCloseable {

  private final LabOptions options;
  private final Layout layout;
  private final LabRecord lab;
  private final Network network;
  private final Map<String, LabHost> hosts;
  private final LabPasswords labPasswords = LabPasswords.random();
  private final Thread onExit = new Thread(this::remove, "remove-lab");
  private @Nullable ClientControl clientControl;
  private boolean removed;

  private Lab(LabOptions options, Optional<Path> rootFileSystem) {
    this.options = options;
    this.layout = options.layout();
    this.lab = LabRecord.begin(layout);
    rootFileSystem.ifPresent(lab::rootFileSystem);
    this.network = new Network(layout);
    this.hosts =
        Layout.HOSTS.stream()
            .collect(Collectors.toMap(Function.identity(), name -> new LabHost(name, layout, lab)));
  }

  /**
   * Builds it up and returns when everything in it answers.
   *
   * @throws LabException with the reason; nothing is left behind then
   */
  public static Lab up(LabOptions options) {
    Prerequisites.missing()
        .ifPresent(sentence -> {
          throw new LabException(sentence);
        });
    Layout layout = options.layout();
    BuildArtifacts buildArtifacts = new BuildArtifacts(options.home());
    Prerequisites.install(Prerequisites.PACKAGES, options.progress());
    LabCleanup.ofLeftovers(layout, options.progress());
    Optional<Path> rootFileSystem =
        options.systemd()
            ? Optional.of(new RootFileSystem(RootFileSystem.CACHE).made(options.progress()))
            : Optional.empty();
    LabFiles.folder(layout.folder());
    Lab lab = new Lab(options, rootFileSystem);
    Runtime.getRuntime().addShutdownHook(lab.onExit);
    try {
      lab.build(buildArtifacts);
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private void build(BuildArtifacts buildArtifacts) {
    Consumer<String> progress = options.progress();
    progress.accept("network and hosts");
    network.create();
    Parallel.run(hosts.values().stream().<Runnable>map(host -> host::powerOn).toList());
    hosts.values().forEach(LabHost::awaitBooted);
    progress.accept("PostgreSQL, labgo" + (options.baton() ? ", control plane, agents" : ""));
    Parallel.run(() -> buildService(buildArtifacts), () -> buildBaton(buildArtifacts));
    if (options.baton()) {
      Layout.SITE_HOSTS.forEach(host -> host(host).enableBoot());
    }
    progress.accept("client");
    LabFiles.copy(buildArtifacts.labJars(), host("client").folder().resolve("lib"));
  }

  private void buildService(BuildArtifacts buildArtifacts) {
    for (String site : List.of("east", "west")) {
      labgo(site + "-app").install(buildArtifacts, labPasswords, site + "-db", options.boot());
    }
    if (options.systemd()) {
      new PackagedPostgresPair(labPasswords).create(host("east-db"), host("west-db"));
    } else {
      new PostgresPair(labPasswords).create(host("east-db"), host("west-db"));
    }
    LabHost home = host("east-app");
    giveAddress("east-app", true);
    labgo("east-app").start();
    // Takes a second, which labgo needs anyway.
    home.run("arping", "-q", "-U", "-c", "1", "-I", "eth0", "-s", Layout.ADDRESS, Layout.ADDRESS);
    labgo("east-app").awaitUp();
  }

  private void buildBaton(BuildArtifacts buildArtifacts) {
    if (!options.baton()) {
      return;
    }
    Certificates certificates = certificates();
    certificates.create();
    controlPlane().install(buildArtifacts, certificates);
    List<Runnable> starts = new ArrayList<>();
    starts.add(() -> {
      controlPlane().start();
      controlPlane().forward(options.port());
    });
    for (String host : Layout.SITE_HOSTS) {
      agent(host).install(buildArtifacts, certificates);
      starts.add(() -> agent(host).start());
    }
    Parallel.run(starts);
  }

  public LabHost host(String name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(
            () -> new LabException("no host '%s'; there are %s".formatted(name, Layout.HOSTS)));
  }

  /** The PostgreSQL of a database host, {@code east-db} say. */
  public LabPostgres postgres(String host) {
    return new LabPostgres(host(host));
  }

  /** The labgo of an application host. */
  public LabgoService labgo(String host) {
    return new LabgoService(host(host));
  }

  /** The agent of a site's host. */
  public AgentService agent(String host) {
    return new AgentService(host(host));
  }

  public ControlPlane controlPlane() {
    return new ControlPlane(host(ControlPlane.HOST), lab);
  }

  /** Who gives its hosts their certificates. */
  public Certificates certificates() {
    return new Certificates(layout.folder().resolve("ca"), new BuildArtifacts(options.home()));
  }

  /** Its wires, to cut them. */
  public Network network() {
    return network;
  }

  /** Whether that host has the moving address. */
  public boolean holdsAddress(String host) {
    return host(host).run("ip", "-o", "addr", "show", "dev", "eth0").contains(Layout.ADDRESS + "/");
  }

  /** Gives the moving address to that host, or takes it away, as an operator with a shell would. */
  public void giveAddress(String host, boolean give) {
    host(host).run("ip", "addr", give ? "add" : "del", Layout.ADDRESS + "/24", "dev", "eth0");
  }

  /** The client; starts writing at the first call and never stops before the lab does. */
  public synchronized ClientControl clientControl() {
    if (clientControl == null) {
      clientControl = ClientControl.begin(host("client"), labPasswords);
    }
    return clientControl;
  }

  /**
   * Connections that mean nothing to the API and to every agent, until they are closed.
   *
   * @param pause before one that was ended comes again
   */
  public Strangers strangers(Duration pause) {
    List<Path> jars = new BuildArtifacts(options.home()).labJars();
    return Strangers.begin(host(ControlPlane.HOST), host("client"), jars, pause);
  }

  /** Makes hosts and pair known to the control plane; the pair's name. */
  public String register(Api api, String reason) {
    Registration.with(api, reason);
    return Registration.PAIR;
  }

  /** The password of the role that the application has in its database. */
  public String applicationPassword() {
    return labPasswords.application();
  }

  /** Leaves it standing when this process ends, until somebody calls {@code lab down}. */
  public void leaveStanding() {
    lab.disown();
    Runtime.getRuntime().removeShutdownHook(onExit);
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException alreadyShuttingDown) {
      // then it is this hook that runs, or has run
    }
  }

  private synchronized void remove() {
    if (removed) {
      return;
    }
    removed = true;
    if (clientControl != null) {
      clientControl.close();
    }
    LabCleanup.of(layout, lab);
  }
}
