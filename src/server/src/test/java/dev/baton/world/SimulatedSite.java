package dev.baton.world;

import static java.util.Map.entry;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One site: its database, its application with a file of its own, and how actions change them. */
final class SimulatedSite {

  private static final String FILE = "cruise-config.xml";

  final SimulatedParts parts;
  final Site site;
  final SimulatedDatabase database;
  final SimulatedDrill drill;
  private final Neighbourhood neighbourhood;
  private final Map<String, String> files = new HashMap<>(Map.of(FILE, "as installed"));
  private Optional<String> ticket = Optional.empty();
  private int boots;
  private boolean running;
  private boolean closing;
  private boolean drained;
  private String tokenEndsAt = "";
  private boolean tokenRefused;
  private boolean atWork;
  private boolean startsDrained;
  private Optional<Boolean> ready = Optional.of(true);
  private boolean drillable = true;
  private boolean healthIsFixed;
  private boolean strayed;
  private String unsettled = "";
  private boolean changedByHand;

  SimulatedSite(
      SimulatedParts parts, Site site, SimulatedDatabase database, Neighbourhood neighbourhood) {
    this.parts = parts;
    this.site = parts.of(site);
    this.database = database;
    this.drill = new SimulatedDrill(database);
    this.neighbourhood = neighbourhood;
  }

  HostId host() {
    return site.application();
  }

  /** Its policy names no drill of the application. */
  void letsNoDrill() {
    drillable = false;
  }

  /** Whether its database is there or not, it says that it is up. */
  void answersWithoutItsDatabase() {
    healthIsFixed = true;
  }

  /** Its application works on a database of its own, and is up. */
  void worksElsewhere() {
    healthIsFixed = true;
    strayed = true;
  }

  /** Something goes on writing that table when the application is drained. */
  void goesOnWriting(String table) {
    unsettled = table;
  }

  /**
   * Its token is refused from that order on.
   *
   * @param order drain or undrain; empty: it is taken again
   */
  void refusesItsTokenFrom(String order) {
    tokenEndsAt = order;
    tokenRefused = tokenRefused && !order.isEmpty();
  }

  /** What it is at when it is drained takes longer than anybody waits for. */
  void isAtWork() {
    atWork = true;
  }

  /** It is up, and does not do its work yet. */
  void isNotReady() {
    ready = Optional.of(false);
  }

  /** What says whether it does its work takes longer than a question for its health may. */
  void isSlowToSayWhetherItIsReady() {
    ready = Optional.empty();
  }

  /** It takes no work after its start until it is told to. */
  void startsDrained() {
    startsDrained = true;
  }

  /** It takes no new work, and was told so by others. */
  void isDrained() {
    drained = true;
  }

  boolean drained() {
    return drained;
  }

  /** Somebody changes its file while the other site serves. */
  void changeByHand() {
    files.put(FILE, "by hand");
    changedByHand = true;
  }

  /** One item more is kept equal. */
  void hasAlso(String item, String digest) {
    files.put(item, digest);
  }

  /** Whether users get to its database. */
  boolean serves() {
    return (up() || !parts.application) && (neighbourhood.holds(host()) || !parts.address);
  }

  boolean up() {
    return listening() && (healthIsFixed || database.writable());
  }

  private boolean listening() {
    return running && !closing;
  }

  /** Its process lives, whether or not it takes connections. */
  boolean runs() {
    return running;
  }

  /** It writes its configuration at every boot, so that there is something to synchronise. */
  AgentReply start() {
    if (!database.writable()) {
      return Replies.failed("it died at boot: the database takes no writes");
    }
    boolean already = listening();
    if (!already) {
      boots++;
      files.put(FILE, "boot %d on %s".formatted(boots, site.name()));
    }
    running = true;
    closing = false;
    drained = startsDrained;
    return Replies.done(Map.of("already", Boolean.toString(already)));
  }

  AgentReply stop() {
    return stop("kill");
  }

  /** Its port is closed before its process ends. */
  private AgentReply stop(String mode) {
    boolean already = !running;
    running = running && mode.equals("close");
    closing = running;
    drained = false;
    return Replies.done(
        Map.of("already", Boolean.toString(already), "running", Boolean.toString(running)));
  }

  private AgentReply drain(boolean wanted) {
    if (!running) {
      return Replies.failed("it does not run");
    }
    tokenRefused |= tokenEndsAt.equals(wanted ? "drain" : "undrain");
    if (tokenRefused) {
      return Replies.refused(
          RefusalCode.FAILED, "maintenance mode API answered 401", Map.of("touched", "false"));
    }
    boolean already = drained == wanted;
    drained = wanted;
    return wanted && atWork
        ? Replies.failed("still at work: p/s/j")
        : Replies.done(
            Map.of("drained", Boolean.toString(wanted), "already", Boolean.toString(already)));
  }

  private AgentReply open(String name) {
    ticket = Optional.of(name);
    return Replies.done(Map.of());
  }

  private AgentReply send(Map<String, String> params) {
    SimulatedSite receiver = neighbourhood.siteOf(params.getOrDefault("host", ""));
    if (!receiver.ticket.equals(Optional.ofNullable(params.get("ticket"))) || receiver.running) {
      return Replies.failed("the receiver does not take it");
    }
    receiver.files.putAll(files);
    receiver.ticket = Optional.empty();
    boolean kept = receiver.changedByHand;
    receiver.changedByHand = false;
    return Replies.done(
        kept ? Map.of("sent", FILE, "overwritten", FILE + " in /kept") : Map.of("sent", FILE));
  }

  Map<String, String> application() {
    return Map.ofEntries(
        entry("provable", "true"),
        entry("hostAddresses", site.application().value()),
        entry("installed", "true"),
        entry("running", Boolean.toString(running)),
        entry("listening", Boolean.toString(listening())),
        entry("state", up() ? "up" : "down"),
        entry("drained", tokenRefused ? "unknown" : Boolean.toString(drained)),
        entry("atWork", Boolean.toString(atWork)),
        entry("drainable", "true"),
        entry("drillable", Boolean.toString(drillable)));
  }

  /** A drained application lets go of its database's log only when it is told to. */
  private AgentReply quiet() {
    return Replies.done(
        unsettled.isEmpty() ? Map.of("quiet", "true") : Map.of("quiet", "false", "why", unsettled));
  }

  /** The running application has a session in the database it works on. */
  private AgentReply clients() {
    String places = listening() && !strayed ? site.application().value() : "";
    return Replies.done(Map.of("clients", places, "lasting", places));
  }

  private AgentReply prove() {
    return up() ? Replies.done(Map.of()) : Replies.failed("it takes no writes");
  }

  private AgentReply health(Map<String, String> params) {
    boolean reached = !"address".equals(params.get("through")) || neighbourhood.holds(host());
    String state = up() && reached ? "up" : "down";
    return Replies.done(
        ready
            .map(it -> Map.of("state", state, "ready", Boolean.toString(it)))
            .orElseGet(() -> Map.of("state", state)));
  }

  private AgentReply digest(Map<String, String> params) {
    return Replies.done(files);
  }

  private Map<ActionType, Work> ofAddress() {
    return Map.of(
        ActionType.ADDRESS_PROBE, p -> neighbourhood.probe(host()),
        ActionType.ADDRESS_ASSIGN, p -> neighbourhood.assign(host()),
        ActionType.ADDRESS_RELEASE, p -> neighbourhood.release(host()));
  }

  Map<ActionType, Work> ofApplicationHost() {
    Map<ActionType, Work> works = new EnumMap<>(ofAddress());
    works.putAll(ofApplication());
    return works;
  }

  private Map<ActionType, Work> ofApplication() {
    return Map.ofEntries(
        entry(ActionType.APPLICATION_HEALTH, this::health),
        entry(ActionType.APPLICATION_START, p -> start()),
        entry(ActionType.APPLICATION_STOP, p -> stop(p.getOrDefault("mode", ""))),
        entry(ActionType.APPLICATION_DRAIN, p -> drain("true".equals(p.get("drained")))),
        entry(ActionType.APPLICATION_PROVE, p -> prove()),
        entry(ActionType.APPLICATION_DRILL, p -> drill.start(running)),
        entry(ActionType.HOOK_RUN, p -> Replies.done(Map.of("command", "/hook"))),
        entry(ActionType.FILES_DIGEST, this::digest),
        entry(ActionType.FILES_RECEIVE, p -> open(p.getOrDefault("ticket", ""))),
        entry(ActionType.FILES_SEND, this::send));
  }

  Map<ActionType, Work> ofDatabaseHost() {
    Map<ActionType, Work> works = new EnumMap<>(ofDatabase());
    if (parts == SimulatedParts.ADDRESS) {
      works.putAll(ofAddress());
    }
    return works;
  }

  private Map<ActionType, Work> ofDatabase() {
    return Map.ofEntries(
        entry(ActionType.POSTGRES_POSITION, p -> Replies.done(database.position())),
        entry(ActionType.POSTGRES_CONTROL_DATA, p -> Replies.done(database.controlData())),
        entry(
            ActionType.POSTGRES_HISTORY, p -> Replies.done(Map.of("history", database.history()))),
        entry(ActionType.POSTGRES_REACH, p -> Replies.done(Map.of())),
        entry(ActionType.POSTGRES_START_CHECK, p -> Replies.done(Map.of())),
        entry(ActionType.POSTGRES_SIZE, p -> Replies.done(Map.of("bytes", "7"))),
        entry(ActionType.POSTGRES_KEPT, p -> Replies.done(database.kept())),
        entry(ActionType.POSTGRES_REWIND_CHECK, p -> Replies.done(Map.of())),
        entry(ActionType.POSTGRES_PRUNE, p -> database.prune(p.getOrDefault("folders", ""))),
        entry(ActionType.POSTGRES_QUIET, p -> quiet()),
        entry(ActionType.POSTGRES_CLIENTS, p -> clients()),
        entry(ActionType.POSTGRES_CHECKPOINT, p -> database.checkpoint()),
        entry(ActionType.POSTGRES_READY, p -> Replies.done(Map.of())),
        entry(ActionType.POSTGRES_STOP, p -> database.stop("fast".equals(p.get("mode")))),
        entry(ActionType.POSTGRES_START, p -> database.start("standby".equals(p.get("role")))),
        entry(ActionType.POSTGRES_PROMOTE, p -> database.promote()),
        entry(
            ActionType.POSTGRES_FOLLOW,
            p -> database.follow(p.getOrDefault("slot", ""), p.getOrDefault("stale", ""))),
        entry(ActionType.POSTGRES_SLOT, p -> database.slot(p.getOrDefault("slot", ""))),
        entry(ActionType.POSTGRES_SLOT_DROP, p -> database.dropSlot(p.getOrDefault("slot", ""))),
        entry(
            ActionType.POSTGRES_SYNCHRONOUS,
            p -> database.synchronous(p.getOrDefault("names", ""))),
        entry(ActionType.POSTGRES_EVIDENCE, p -> database.evidence()),
        entry(ActionType.POSTGRES_REWIND, p -> database.rewind()),
        entry(ActionType.POSTGRES_BASE_BACKUP, p -> database.baseBackup()),
        entry(ActionType.DRILL_LOOK, p -> drill.look()),
        entry(ActionType.DRILL_COPY, p -> drill.copy()),
        entry(ActionType.DRILL_PROMOTE, p -> drill.promote()),
        entry(ActionType.DRILL_REMOVE, p -> drill.remove()),
        entry(
            ActionType.HOST_FENCE,
            p -> Replies.done(Map.of("fenced", p.getOrDefault("host", "")))));
  }
}
