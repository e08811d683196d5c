package dev.baton.world;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostBinding;
import dev.baton.host.Installations;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.InstallationId;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * East and west with their agents, and a client that writes all the time. East serves at first and
 * west streams from it. Whatever must never be is looked for at every call.
 */
public final class SimulatedPair implements HostAgent {

  public static final PairId PAIR = new PairId("ci");
  public static final String SLOT_OF_OTHERS = "barman";
  public static final Site EAST =
      new Site(
          new SiteName("east"), new HostId("east-app"), new HostId("east-db"), "10.0.0.1:5432");
  public static final Site WEST =
      new Site(
          new SiteName("west"), new HostId("west-app"), new HostId("west-db"), "10.0.0.2:5432");

  private final Neighbourhood neighbourhood = new Neighbourhood();
  private final Map<HostId, SimulatedAgent> agents = new LinkedHashMap<>();
  private final Map<String, SimulatedAgent.Course> courses = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<HostId> off = new HashSet<>();
  private final Set<HostId> agentsDown = new HashSet<>();
  private final DatabasePort portOfEast = new DatabasePort();
  private final Client client = new Client();
  private final AgentRestarts restarts = new AgentRestarts();
  private final SimulatedMemory memory = new SimulatedMemory();
  private final Map<ActionType, Integer> toLose = new HashMap<>();
  private String powerFailure = "";
  private String fence = "command";
  private final SimulatedParts parts;
  private final SimulatedSite east;
  private final SimulatedSite west;

  /**
   * @param rewindable whether the databases keep what a rewind needs
   */
  public SimulatedPair(boolean rewindable) {
    this(rewindable, SimulatedParts.EVERYTHING);
  }

  /** With these parts besides the databases. */
  public SimulatedPair(boolean rewindable, SimulatedParts parts) {
    this.parts = parts;
    east = site(EAST, new SimulatedDatabase("east-db", rewindable));
    west = site(WEST, new SimulatedDatabase("west-db", rewindable));
    neighbourhood.of(east, west);
    east.database.replicatesWith(west.database);
    west.database.replicatesWith(east.database);
    for (SimulatedSite site : neighbourhood.sites()) {
      if (parts.application) {
        agents.put(
            site.site.application(),
            new SimulatedAgent(
                site.ofApplicationHost(),
                expected ->
                    Map.of("applicationRunning", site.application().getOrDefault("running", ""))));
      }
      agents.put(
          site.site.database(),
          new SimulatedAgent(site.ofDatabaseHost(), expected -> preconditions(site.database)));
    }
    begin();
  }

  private SimulatedSite site(Site site, SimulatedDatabase database) {
    return new SimulatedSite(parts, site, database, neighbourhood);
  }

  private void begin() {
    done(east.database.start(false));
    done(east.database.slot(WEST.slot()));
    done(west.database.follow(WEST.slot(), EAST.slot()));
    if (parts.address) {
      done(neighbourhood.assign(east.host()));
    }
    if (parts.application) {
      done(east.start());
    }
    done(west.database.synchronous("east_db"));
  }

  private static void done(AgentReply reply) {
    if (!(reply instanceof AgentReply.Done)) {
      throw new IllegalStateException(reply.toString());
    }
  }

  private static Map<String, String> preconditions(SimulatedDatabase database) {
    Map<String, String> facts = database.position();
    facts.put("postgresRunning", facts.getOrDefault("running", ""));
    facts.put("replayBeyond", facts.getOrDefault("replayLsn", "unknown"));
    return facts;
  }

  /** How the pair stands in the log. */
  public static PairRegistered registration() {
    return SimulatedParts.EVERYTHING.registration();
  }

  /** Database and application of east are killed in mid-write; the address stays where it was. */
  public synchronized void disaster() {
    tick();
    east.database.crash();
    done(east.stop());
  }

  /** East's database is killed, and its application goes on calling itself up, as GoCD does. */
  public synchronized void databaseDies() {
    tick();
    east.answersWithoutItsDatabase();
    east.database.crash();
  }

  /** Whatever becomes of east's database, its application calls itself up, as GoCD does. */
  public synchronized void eastAnswersWithoutItsDatabase() {
    east.answersWithoutItsDatabase();
  }

  /** East serves, and only its own application gets to its database. */
  public synchronized void partEastsDatabase() {
    agentsDown.add(EAST.database());
    portOfEast.parted();
    west.database.parted();
  }

  /** The host of east's application cannot so much as ask for its database. */
  public synchronized void eastCannotAskForItsDatabase() {
    portOfEast.untold();
  }

  /** That host's agent is down, and all else on it goes on. */
  public synchronized void agentGoesDown(HostId host) {
    agentsDown.add(host);
  }

  /** The next answers to that question are lost on their way, so many of them. */
  public synchronized void losesAnswers(ActionType question, int times) {
    toLose.put(question, times);
  }

  /** East's application is up on a database of its own, as GoCD without its settings is. */
  public synchronized void eastWorksElsewhere() {
    east.worksElsewhere();
  }

  /** East's application writes that table when it is drained; an empty name ends it. */
  public synchronized void eastGoesOnWriting(String table) {
    east.goesOnWriting(table);
  }

  /**
   * East's application refuses its token from that order on.
   *
   * @param order drain or undrain; empty: it takes it again
   */
  public synchronized void eastRefusesItsTokenFrom(String order) {
    east.refusesItsTokenFrom(order);
  }

  /** East's application never comes to the end of its work. */
  public synchronized void eastIsAtWork() {
    east.isAtWork();
  }

  /** East's application is up, and does not do its work yet. */
  public synchronized void eastIsNotReady() {
    east.isNotReady();
  }

  /** East's application is up, and whether it does its work cannot be told in time. */
  public synchronized void eastIsSlowToSayWhetherItIsReady() {
    east.isSlowToSayWhetherItIsReady();
  }

  /** Somebody has drained east's application by hand. */
  public synchronized void eastIsDrained() {
    east.isDrained();
  }

  /** West's application begins drained, as GoCD can be told to. */
  public synchronized void westStartsDrained() {
    west.startsDrained();
  }

  /** Whether east's application takes no new work. */
  public synchronized boolean eastTakesNoWork() {
    return east.drained();
  }

  /** A disaster after which east's database breaks when it is rewound. */
  public synchronized void disasterThatCannotBeRewound() {
    disaster();
    east.database.failsToRewind();
  }

  /** West keeps the data folder that an earlier base backup took the place of. */
  public synchronized void westKeepsAFolder() {
    west.database.keepsAFolder();
  }

  /** East is stopped in an orderly way, as before maintenance. */
  public synchronized void stopEast() {
    done(east.stop());
    done(east.database.stop(true));
  }

  /** East died, and somebody promoted west without asking. */
  public synchronized void promoteWestByHand() {
    disaster();
    westTakesOver();
  }

  /** West's database is promoted, whatever became of east's. */
  public synchronized void westTakesOver() {
    done(west.database.promote());
  }

  /** Its application does not run, and yet somebody changes a file of it. */
  public synchronized void changeFilesOfWest() {
    west.changeByHand();
  }

  /** Whether what moves the address on that host only says that it does. */
  public synchronized void moverLies(HostId host, boolean lies) {
    neighbourhood.moverLies(host, lies);
  }

  /** One item more is kept equal, with that digest on either site. */
  public synchronized void keepsEqual(String item, String digestOfEast, String digestOfWest) {
    east.hasAlso(item, digestOfEast);
    west.hasAlso(item, digestOfWest);
  }

  /** No agent has a command that switches a host off. */
  public synchronized void hasNoFenceCommand() {
    fence = "none";
  }

  /** East's database is started as it is, as somebody does who knows nothing of west. */
  public synchronized void startEastByHand() {
    done(east.database.start(false));
  }

  /** The policies of the application hosts name no drill. */
  public synchronized void letsNoApplicationDrill() {
    neighbourhood.sites().forEach(SimulatedSite::letsNoDrill);
  }

  /** East gives no service any more, and its database runs on. */
  public synchronized void closeEast() {
    done(east.stop());
    done(neighbourhood.release(east.host()));
  }

  /** West gives no service any more, and its database runs on. */
  public synchronized void closeWest() {
    done(west.stop());
    done(neighbourhood.release(west.host()));
  }

  /** Both hosts of east lose their power: whatever ran there is gone, and the address with it. */
  public synchronized void powerOffEast() {
    tick();
    powerOff(EAST.database());
    powerOff(EAST.application());
  }

  /** That host loses its power. */
  public synchronized void powerOff(HostId host) {
    if (!off.add(host)) {
      return;
    }
    if (host.equals(EAST.database())) {
      east.database.crash();
      done(neighbourhood.release(host));
    } else if (host.equals(EAST.application())) {
      done(east.stop());
      done(neighbourhood.release(host));
    } else {
      throw new IllegalArgumentException("only hosts of east lose their power: " + host);
    }
  }

  /** Both hosts of east lose their power just before that order arrives. */
  public synchronized void losesPowerBefore(String commandId) {
    powerFailure = commandId;
  }

  /**
   * Each order finds its agent gone, which refuses that many calls and is back in a new session.
   */
  public synchronized void restartsBeforeEachOrder(int calls) {
    restarts.beforeEachOrder(calls);
  }

  private boolean silent(HostId host) {
    // Of a pair that was here before; the control plane may still greet it.
    boolean gone = !agents.containsKey(host);
    return gone || off.contains(host) || agentsDown.contains(host) || restarts.refuses(host);
  }

  /** West receives and replays nothing of it, and shows that as well. */
  public synchronized void westHoldsItsReplay(String key, String value) {
    west.database.holdsItsReplay(key, value);
  }

  /** West has replayed everything, and its replay is paused. */
  public synchronized void westIsPaused() {
    west.database.pausesItsReplay();
  }

  /** East shows this of its database while that is the primary. */
  public synchronized void eastShows(String key, String value) {
    east.database.shows(key, value);
  }

  /** West replays all that it has received. */
  public synchronized void westReplaysAgain() {
    west.database.replaysAgain();
  }

  /** Somebody else reads from east's database through a slot of its own. */
  public synchronized void readByOthers() {
    done(east.database.slot(SLOT_OF_OTHERS));
  }

  /** West keeps no WAL that such a reader still needs. */
  public synchronized void westCheckpointedLately() {
    west.database.checkpointedLately();
  }

  /** West is about to keep no more of that. */
  public synchronized void westIsInACheckpoint() {
    west.database.isInACheckpoint();
  }

  /** Such a reader is connected to west. */
  public synchronized void westIsReadFrom() {
    west.database.isReadFrom();
  }

  /** Somebody has made such a slot on west by hand. */
  public synchronized void westHasTheSlotToo() {
    done(west.database.slot(SLOT_OF_OTHERS));
  }

  /** The slots of a site's database, with commas between. */
  public synchronized String slots(SiteName site) {
    return (site.equals(EAST.name()) ? east : west).database.slotNames();
  }

  /** A host is on again, with nothing running on it but its agent. */
  public synchronized void powerOn(HostId host) {
    off.remove(host);
  }

  private static AgentReply silence(HostId host) {
    return new AgentReply.Refused(RefusalCode.UNREACHABLE, host + " does not answer", Map.of());
  }

  /** East's database crashes just when it is told to stop. */
  public synchronized void crashEastAtItsStop() {
    east.database.meets(SimulatedDatabase.Mishap.CRASH);
  }

  /** East's database will not end when it is told to stop. */
  public synchronized void hangEastAtItsStop() {
    east.database.meets(SimulatedDatabase.Mishap.HANG);
  }

  /** The next drill's copy will not start. */
  public synchronized void spoilTheCopyOfWest() {
    west.drill.spoil();
  }

  /** Whether a throw-away copy lies on one of the hosts. */
  public synchronized boolean holdsACopy() {
    return east.drill.exists() || west.drill.exists();
  }

  /** That order will still be under way when somebody asks for it first. */
  public synchronized void slowsDownOver(String commandId) {
    courses.put(commandId, SimulatedAgent.Course.SLOW);
  }

  /** The agent will go down over that order, before or after its effect. */
  public synchronized void goesDownOver(String commandId, boolean effect) {
    courses.put(
        commandId,
        effect
            ? SimulatedAgent.Course.LOST_AFTER_EFFECT
            : SimulatedAgent.Course.LOST_BEFORE_EFFECT);
  }

  /** An order that is still on its way when somebody asks for it first. */
  public synchronized void delay(HostId host, String commandId, ActionRequest request) {
    agent(host).delay(commandId, request);
  }

  /** Ids of all orders that were carried out, by the hosts' own journals; sorted. */
  public synchronized List<String> executed() {
    return agents.values().stream().flatMap(agent -> agent.executed().stream()).sorted().toList();
  }

  /** What was seen that must never be; empty when all was well. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Rows the client was promised and that the site's database does not have. */
  public synchronized List<String> lostOn(SiteName site) {
    return client.missingFrom((site.equals(EAST.name()) ? east : west).database);
  }

  /** How many rows the client was promised so far. */
  public synchronized int acknowledged() {
    return client.acknowledged();
  }

  private SimulatedAgent agent(HostId host) {
    SimulatedAgent agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException("no host " + host);
    }
    return agent;
  }

  /** Time passes: the client writes, replication flows. */
  private void tick() {
    client.write(neighbourhood);
    east.database.flow();
    west.database.flow();
    if (east.database.writable() && west.database.writable()) {
      violations.add("two writable primaries");
    }
    if ((east.up() && west.runs()) || (west.up() && east.runs())) {
      violations.add("the application on two hosts");
    }
    if (neighbourhood.holders().size() > 1) {
      violations.add("the address on two hosts");
    }
  }

  private synchronized <T> T ticking(Supplier<T> call) {
    tick();
    T reply = call.get();
    tick();
    return reply;
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return ticking(() -> {
      if (silent(host)) {
        return silence(host);
      }
      if (toLose.merge(type, -1, Integer::sum) >= 0) {
        return new AgentReply.Unknown("the connection was closed");
      }
      if (type == ActionType.NETWORK_LOOK) {
        boolean own = host.equals(EAST.application());
        return look(own, params.getOrDefault("host", ""), params.getOrDefault("port", ""));
      }
      return params.getOrDefault("through", "").startsWith("10.")
          ? Replies.done(Map.of("state", east.up() ? "up" : "down"))
          : agent(host).read(type, params);
    });
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    return ticking(() -> look(false, address, Integer.toString(port)));
  }

  /** East's database takes connections while it runs, and every agent while its host is on. */
  private AgentReply look(boolean own, String address, String port) {
    boolean database = (address + ":" + port).equals(EAST.databaseAddress());
    boolean listens = database ? east.database.running() : !off.contains(EAST.database());
    return portOfEast.look(own, listens);
  }

  @Override
  public AgentReply perform(HostId host, String commandId, ActionRequest request) {
    if (commandId.equals(powerFailure)) {
      powerOffEast();
    }
    return ticking(() -> {
      restarts.meets(host, commandId, agent(host));
      if (silent(host)) {
        return silence(host);
      }
      if (request.type() == ActionType.HOST_FENCE) {
        powerOff(new HostId(request.params().getOrDefault("host", "")));
      }
      SimulatedAgent.Course course = courses.remove(commandId);
      return agent(host)
          .perform(commandId, request, course == null ? SimulatedAgent.Course.ORDINARY : course);
    });
  }

  @Override
  public AgentReply lookUp(HostId host, String commandId, Duration limit) {
    return ticking(() -> silent(host) ? silence(host) : agent(host).lookUp(commandId));
  }

  /** All hosts remember the same; one that knows of a newer replica or term refuses. */
  @Override
  public synchronized AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    return memory.announce(announcement);
  }

  /** The agents have been told more of that pair than any record has. */
  public synchronized void remember(PairId pair, long epoch, long term) {
    memory.announced(pair.value(), epoch, term);
  }

  @Override
  public AgentReply hello(HostId host, Duration limit) {
    return ticking(() ->
        silent(host)
            ? silence(host)
            : Replies.done(
                Map.of(
                    "session",
                    agent(host).session(),
                    "bootId",
                    "boot of " + host,
                    "fence",
                    fence,
                    "epochs",
                    memory.epochs())));
  }

  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    return ticking(() ->
        silent(host)
            ? new ObservationResult.NotSeen(AgentState.UNREACHABLE, host + " does not answer")
            : new ObservationResult.Seen(observation(host)));
  }

  private Observation observation(HostId host) {
    SimulatedSite site = host.value().startsWith("east") ? east : west;
    boolean database = host.equals(site.site.database());
    return new Observation(
        1,
        Instant.now(),
        agent(host).session(),
        "boot of " + host,
        database ? site.database.position() : Map.of(),
        host.equals(site.host()) && parts.application ? site.application() : Map.of(),
        host.equals(site.host()) && parts.address ? neighbourhood.state(host) : Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        binding(host, Installations.OURS));
  }

  /** Whom its agent obeys, as a control plane of that installation is told. */
  synchronized HostBinding binding(HostId host, InstallationId ours) {
    return agent(host).binding(ours);
  }
}
