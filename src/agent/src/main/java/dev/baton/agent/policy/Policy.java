package dev.baton.agent.policy;

import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner of this host lets the agent do. A part that is absent cannot be acted on.
 *
 * @param guardTimeout how long the boot guard waits for this host's role to be confirmed
 * @param roleAddress where load balancers ask for the role; empty: nowhere
 * @param hash SHA-256 of the file it was read from
 */
public record Policy(
    String host,
    String listenAddress,
    int listenPort,
    Path certificate,
    Path key,
    Path trust,
    Path state,
    Duration guardTimeout,
    Optional<PostgresPart> postgres,
    Optional<ApplicationPart> application,
    Optional<AddressPart> address,
    Optional<FilesPart> files,
    Optional<FencePart> fence,
    Map<HookPoint, Hook> hooks,
    Optional<ListenAddress> roleAddress,
    String hash) {

  public Policy {
    hooks = Map.copyOf(hooks);
  }

  /** Files and folders that are kept equal between the sites; empty where none are. */
  public List<Path> sent() {
    return files.map(part -> List.copyOf(part.paths().values())).orElse(List.of());
  }

  /**
   * A command of the operator at one point of a change of sites.
   *
   * @param limit how long it may take
   */
  public record Hook(List<String> command, HookFailure onFailure, Duration limit) {
    public Hook {
      command = List.copyOf(command);
    }
  }

  /** An address and port to listen on. */
  public record ListenAddress(String address, int port) {}

  /** Names of files that belong to one host and are never copied (S9). */
  public static final Set<String> HOST_BOUND = Set.of("db.properties");

  /**
   * How other hosts are switched off from here.
   *
   * @param command takes the name of the host as its only argument
   */
  public record FencePart(List<String> command, Duration timeout) {
    public FencePart {
      command = List.copyOf(command);
    }
  }

  /**
   * One PostgreSQL server on this host.
   *
   * @param config its configuration file or the folder of it; empty: in the data folder
   * @param unit its service of systemd; empty: the agent starts and stops its process itself
   * @param replicationOptions of libpq, for every connection to the other server; may be empty
   * @param stopTimeout how long a graceful switch waits for its stop while service is down
   * @param carriedSlots names of slots that follow the role of the primary
   */
  public record PostgresPart(
      Path data,
      Optional<Path> config,
      Optional<String> unit,
      Path bin,
      String user,
      int port,
      Path socket,
      Path log,
      String replicationUser,
      String replicationOptions,
      Path passfile,
      Duration stopTimeout,
      List<String> carriedSlots,
      DrillPart drill) {

    public PostgresPart {
      carriedSlots = List.copyOf(carriedSlots);
    }
  }

  /**
   * The throw-away copy of that server.
   *
   * @param folder everything of it; made and removed by the agent
   * @param listen empty: it takes connections on its own socket only
   */
  public record DrillPart(Path folder, int port, Optional<String> listen) {}

  /**
   * The application on this host.
   *
   * @param unit its service of systemd, instead of the commands; empty: start, stop and status are
   *     there
   * @param ready a URL or a command beside its health; empty: it is ready when it is healthy
   * @param requires files without which it is not started
   * @param drain empty: it is drained by GoCD's maintenance mode, where that is named, or not at
   *     all
   * @param drainLimit how long that may take
   * @param takesJobs whether GoCD counts as drained while jobs still run on its agents
   * @param quietIgnore tables that it may write when it is drained, as patterns
   * @param prove shows by writing that it works; empty: its health is believed
   * @param stopLimit how long it may take to close its port, and to end then, before it is killed
   * @param authority of the certificates of its https URLs; empty: those that Java trusts
   * @param kill empty: its process is killed instead
   * @param drill empty: its start cannot be rehearsed
   */
  public record ApplicationPart(
      String name,
      String health,
      Optional<String> ready,
      List<String> requires,
      Optional<String> unit,
      List<String> start,
      List<String> stop,
      List<String> status,
      List<String> kill,
      List<String> drill,
      Optional<String> user,
      Optional<String> version,
      Optional<String> maintenance,
      Optional<DrainCommands> drain,
      Duration drainLimit,
      boolean takesJobs,
      String quietIgnore,
      List<String> prove,
      Duration stopLimit,
      Optional<Path> authority,
      Optional<Path> tokenFile,
      Optional<Path> log,
      Optional<Integer> port) {

    public ApplicationPart {
      requires = List.copyOf(requires);
      start = List.copyOf(start);
      stop = List.copyOf(stop);
      status = List.copyOf(status);
      kill = List.copyOf(kill);
      drill = List.copyOf(drill);
      prove = List.copyOf(prove);
    }

    /** Of {@code ready}, where it is no URL. */
    public Optional<List<String>> readyCommand() {
      return ready
          .filter(check -> check.startsWith("/"))
          .map(check -> Arrays.asList(check.split(" +", -1)));
    }

    /** All that run with the rights of its user; one that the policy does not name is empty. */
    public List<List<String>> commands() {
      List<List<String>> all = new ArrayList<>(List.of(start, stop, status, kill, drill, prove));
      drain.ifPresent(commands -> all.addAll(List.of(commands.drain(), commands.undrain())));
      readyCommand().ifPresent(all::add);
      return all;
    }
  }

  /** How the application is told to take no new work, and to work again. */
  public record DrainCommands(List<String> drain, List<String> undrain) {
    public DrainCommands {
      drain = List.copyOf(drain);
      undrain = List.copyOf(undrain);
    }
  }

  /**
   * The pair's address, and the way in which it comes to this host.
   *
   * @param ip an IPv4 or IPv6 address; where commands move it, a host name too
   */
  public record AddressPart(String ip, AddressWay way) {}

  /** How the address is moved; what is proved around that is the same for all. */
  public sealed interface AddressWay {}

  /** On a network device of this host; whoever else has it answers on that link. */
  public record OnDevice(int prefix, String device) implements AddressWay {}

  /**
   * By commands of the operator, each of which takes the address as its last word.
   *
   * @param limit of one run of one of them
   */
  public record ByCommands(
      List<String> assign, List<String> release, List<String> probe, Duration limit)
      implements AddressWay {
    public ByCommands {
      assign = List.copyOf(assign);
      release = List.copyOf(release);
      probe = List.copyOf(probe);
    }
  }

  /**
   * Files and folders kept equal between sites.
   *
   * @param paths by id, in the order of the policy file
   */
  public record FilesPart(Map<String, Path> paths, Optional<String> user) {
    public FilesPart {
      paths = new LinkedHashMap<>(paths);
    }
  }
}
