package dev.baton.lab;

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
  private final Secrets secrets = Secrets.random();
  private final Thread onExit = new Thread(this::remove, "remove-lab");
  private @Nullable Traffic traffic;
  private boolean removed;

  private Lab(LabOptions options) {
    this.options = options;
    this.layout = options.layout();
    this.lab = LabRecord.begin(layout);
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
    Needs.missing()
        .ifPresent(sentence -> {
          throw new LabException(sentence);
        });
    Layout layout = options.layout();
    Built built = new Built(options.home());
    Needs.install(Needs.PACKAGES, options.progress());
    Removal.ofLeftovers(layout, options.progress());
    LabFiles.folder(layout.folder());
    Lab lab = new Lab(options);
    Runtime.getRuntime().addShutdownHook(lab.onExit);
    try {
      lab.build(built);
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private void build(Built built) {
    Consumer<String> progress = options.progress();
    progress.accept("network and hosts");
    network.create();
    Together.run(hosts.values().stream().<Runnable>map(host -> host::powerOn).toList());
    progress.accept("PostgreSQL, labgo" + (options.baton() ? ", control plane, agents" : ""));
    Together.run(() -> buildService(built), () -> buildBaton(built));
    if (options.baton()) {
      Layout.SITE_HOSTS.forEach(host -> host(host).enableBoot());
    }
    progress.accept("client");
    LabFiles.copy(built.labJars(), host("client").folder().resolve("lib"));
  }

  private void buildService(Built built) {
    for (String site : List.of("east", "west")) {
      labgo(site + "-app").install(built, secrets, site + "-db", options.boot());
    }
    new PostgresPair(secrets).create(host("east-db"), host("west-db"));
    LabHost home = host("east-app");
    giveAddress("east-app", true);
    labgo("east-app").start();
    // Takes a second, which labgo needs anyway.
    home.run("arping", "-q", "-U", "-c", "1", "-I", "eth0", "-s", Layout.ADDRESS, Layout.ADDRESS);
    labgo("east-app").awaitUp();
  }

  private void buildBaton(Built built) {
    if (!options.baton()) {
      return;
    }
    Certificates certificates = certificates();
    certificates.create();
    controlPlane().install(built, certificates);
    List<Runnable> starts = new ArrayList<>();
    starts.add(() -> {
      controlPlane().start();
      controlPlane().forward(options.port());
    });
    for (String host : Layout.SITE_HOSTS) {
      agent(host).install(built, certificates);
      starts.add(() -> agent(host).start());
    }
    Together.run(starts);
  }

  public LabHost host(String name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(
            () -> new LabException("no host '%s'; there are %s".formatted(name, Layout.HOSTS)));
  }

  /** The PostgreSQL of a database host, {@code east-db} say. */
  public PostgresServer postgres(String host) {
    return new PostgresServer(host(host));
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
  Certificates certificates() {
    return new Certificates(layout.folder().resolve("ca"));
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
  public synchronized Traffic traffic() {
    if (traffic == null) {
      traffic = Traffic.begin(host("client"), secrets);
    }
    return traffic;
  }

  /** Makes hosts and pair known to the control plane; the pair's name. */
  public String register(Api api, String reason) {
    Registration.with(api, reason);
    return Registration.PAIR;
  }

  /** The hands that do no more than they must. */
  public Bare bare() {
    return new Bare(this, new Built(options.home()), secrets);
  }

  /** Leaves it standing when this process ends, until somebody calls {@code lab down}. */
  void leaveStanding() {
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
    if (traffic != null) {
      traffic.close();
    }
    Removal.of(layout, lab);
  }
}
