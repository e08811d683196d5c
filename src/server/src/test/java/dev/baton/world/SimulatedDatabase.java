package dev.baton.world;

import static java.util.stream.Collectors.joining;

import dev.baton.assessment.DatabaseEvidence;
import dev.baton.host.AgentReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A PostgreSQL server as far as orders can harm it. A standby is always one record behind, except
 * after a clean stop of its primary: whoever promotes too early loses a row.
 */
final class SimulatedDatabase {

  static final String SYSTEM = "7";

  /** What the next stop meets. */
  enum Mishap {
    NONE,
    /** It crashes at that moment. */
    CRASH,
    /** A walsender never ends, and with it the stop. */
    HANG
  }

  private final String host;
  private boolean rewindFails;
  private boolean broken;
  private boolean kept;
  private final boolean rewindable;
  private final Map<String, String> slots = new TreeMap<>();
  private final Wal wal = new Wal();
  private Optional<SimulatedDatabase> peer = Optional.empty();
  private Mishap atStop = Mishap.NONE;
  private int timelineOnDisk = 1;
  private int checkpoint;
  private boolean running;
  private boolean parted;
  private boolean standby;
  private boolean stopping;
  private String state = "shut down";
  private String slot = "";
  private String redo = "0/1";
  private String begin = redo;
  private boolean read;
  private String synchronous = "";
  private Map<String, String> held = Map.of();
  private final Map<String, String> shown = new HashMap<>();

  /**
   * @param rewindable whether wal_log_hints is on
   */
  SimulatedDatabase(String host, boolean rewindable) {
    this.host = host;
    this.rewindable = rewindable;
  }

  void replicatesWith(SimulatedDatabase other) {
    peer = Optional.of(other);
  }

  /** The next rewind will break its data folder. */
  void failsToRewind() {
    rewindFails = true;
  }

  /** An earlier base backup kept what was there. */
  void keepsAFolder() {
    kept = true;
  }

  void meets(Mishap mishap) {
    atStop = mishap;
  }

  /** As a standby it receives from now on and replays nothing of it, and shows that as well. */
  void holdsItsReplay(String key, String value) {
    held = Map.of("replayLsn", Wal.lsn(wal.size()), key, value);
  }

  /** It is ahead of everything that is asked of it, and paused. */
  void pausesItsReplay() {
    held = Map.of("replayLsn", "F/0", "replayPaused", "true");
  }

  /** It replays all that it has received. */
  void replaysAgain() {
    held = Map.of();
  }

  /** As a primary it shows this, whatever it does. */
  void shows(String key, String value) {
    shown.put(key, value);
  }

  boolean running() {
    return running;
  }

  boolean writable() {
    return running && !standby && !stopping;
  }

  /** Whether the row is on disk here; what the standby has of it is another matter. */
  boolean write(String row) {
    boolean taken = writable();
    if (taken) {
      wal.row(row);
    }
    return taken;
  }

  boolean has(String row) {
    return wal.has(row);
  }

  /** Replication brings over what it would have by now. */
  void flow() {
    peer.ifPresent(primary -> receive(primary.wal.size() - 1));
  }

  private void receive(int records) {
    if (streams()) {
      wal.follow(peer.orElseThrow().wal, records);
    }
  }

  private boolean streams() {
    return running
        && standby
        && !parted
        && peer.filter(other -> other.running && !other.standby)
            .filter(other -> other.slots.containsKey(slot))
            .filter(other -> wal.isBeginningOf(other.wal))
            .isPresent();
  }

  void crash() {
    running = false;
    stopping = false;
    state = standby ? "in archive recovery" : "in production";
  }

  AgentReply stop(boolean clean) {
    Mishap mishap = atStop;
    atStop = Mishap.NONE;
    switch (mishap) {
      case NONE -> {}
      case CRASH -> crash();
      case HANG -> stopping = true;
    }
    if (stopping) {
      return Replies.failed("it was told to stop and has not ended");
    }
    boolean already = !running;
    if (!already && clean) {
      checkpoint();
      peer.ifPresent(other -> other.receive(wal.size()));
      running = false;
      state = standby ? "shut down in recovery" : "shut down";
    } else if (!already) {
      crash();
    }
    Map<String, String> facts = controlData();
    facts.put("already", Boolean.toString(already));
    return Replies.done(facts);
  }

  AgentReply start(boolean asStandby) {
    if (asStandby != standby) {
      return Replies.failed("its standby.signal says otherwise");
    }
    boolean already = running && !stopping;
    running = true;
    stopping = false;
    state = standby ? "in archive recovery" : "in production";
    return Replies.done(
        Map.of(
            "running", "true",
            "inRecovery", Boolean.toString(standby),
            "already", Boolean.toString(already)));
  }

  AgentReply checkpoint() {
    if (!running) {
      return Replies.failed("it does not run");
    }
    if (!standby) {
      checkpoint = wal.size();
      wal.checkpoint();
      timelineOnDisk = wal.timeline();
    }
    return Replies.done(Map.of("checkpointLsn", Wal.lsn(checkpoint)));
  }

  AgentReply promote() {
    if (!running) {
      return Replies.failed("it does not run");
    }
    if (standby) {
      wal.fork();
      standby = false;
      state = "in production";
    }
    return Replies.done(Map.of("timeline", Integer.toString(wal.timeline())));
  }

  AgentReply follow(String slot, String stale) {
    if (writable()) {
      return Replies.failed("it runs as a primary; it must be stopped first");
    }
    if (broken) {
      return Replies.failed("its data folder is broken");
    }
    this.slot = slot;
    standby = true;
    slots.keySet().remove(stale);
    return start(true);
  }

  AgentReply slot(String name) {
    return slots.putIfAbsent(name, begin) == null
        ? Replies.done(Map.of("slot", name, "existed", "false", "created", name))
        : Replies.done(Map.of("slot", name, "existed", "true"));
  }

  /** Its last checkpoint is far ahead of what anybody has read. */
  void checkpointedLately() {
    redo = "0/7000028";
    begin = redo;
  }

  /** As that, once it has ended; what is made meanwhile begins there already. */
  void isInACheckpoint() {
    begin = "0/7000028";
  }

  /** It hears nothing of the other database. */
  void parted() {
    parted = true;
  }

  /** Its slots are in use. */
  void isReadFrom() {
    read = true;
  }

  AgentReply dropSlot(String name) {
    if (read) {
      return Replies.done(Map.of("slot", name, "existed", "true", "dropped", "false"));
    }
    String existed = Boolean.toString(slots.keySet().remove(name));
    return Replies.done(Map.of("slot", name, "existed", existed, "dropped", existed));
  }

  String slotNames() {
    return String.join(",", slots.keySet());
  }

  AgentReply synchronous(String names) {
    String before = synchronous;
    synchronous = names;
    return Replies.done(Map.of("before", before, "after", names));
  }

  AgentReply rewind() {
    if (!rewindable) {
      return Replies.failed("wal_log_hints is off");
    }
    if (peer.filter(source -> source.timelineOnDisk == source.wal.timeline()).isEmpty()) {
      return Replies.failed("source and target are on the same timeline");
    }
    if (rewindFails) {
      broken = true;
      return Replies.failed("it went wrong half-way");
    }
    return copy();
  }

  AgentReply baseBackup() {
    AgentReply copied = copy();
    kept = kept || copied instanceof AgentReply.Done;
    return copied;
  }

  Map<String, String> kept() {
    return kept ? Map.of("data.old-1", "7") : Map.of();
  }

  AgentReply prune(String folders) {
    boolean known = folders.equals("data.old-1");
    kept = kept && !known;
    return known ? Replies.done(Map.of("deleted", folders)) : Replies.failed("not one of ours");
  }

  private AgentReply copy() {
    Optional<SimulatedDatabase> source = peer.filter(other -> other.running);
    if (running || source.isEmpty()) {
      return Replies.failed("this one must be down, and the other one up");
    }
    wal.copy(source.get().wal);
    timelineOnDisk = wal.timeline();
    broken = false;
    return Replies.done(Map.of("kept", "beside it"));
  }

  AgentReply evidence() {
    return running ? Replies.failed("it runs") : Replies.done(Map.of("summary", "what was here"));
  }

  Map<String, String> controlData() {
    Map<String, String> facts = new HashMap<>();
    facts.put("running", Boolean.toString(running));
    facts.put("clusterState", state);
    facts.put("systemIdentifier", SYSTEM);
    facts.put("timeline", Integer.toString(standby ? wal.timeline() : timelineOnDisk));
    facts.put("checkpointLsn", Wal.lsn(checkpoint));
    facts.put("checkpointEnd", Wal.lsn(checkpoint + 1));
    facts.put("minRecoveryEnd", standby ? Wal.lsn(wal.size()) : "0/0");
    facts.put("fullPageWrites", "true");
    facts.put("pgRewind", "true");
    facts.put("rewindBroken", Boolean.toString(broken));
    facts.put("walLogHints", Boolean.toString(rewindable));
    facts.put("dataChecksums", "false");
    return facts;
  }

  Map<String, String> position() {
    Map<String, String> facts = controlData();
    if (!running || stopping) {
      return facts; // it takes no connections to be asked more
    }
    facts.put("timeline", Integer.toString(wal.timeline()));
    facts.put("inRecovery", Boolean.toString(standby));
    facts.put("writable", Boolean.toString(writable()));
    facts.put("synchronousStandbyNames", synchronous);
    facts.putAll(DatabaseEvidence.NOTHING_SPECIAL);
    facts.put(
        "slotPositions",
        slots.entrySet().stream().map(e -> e.getKey() + "@" + e.getValue()).collect(joining(" ")));
    facts.put("redoLsn", redo);
    facts.put("walSegmentBytes", "16777216");
    facts.put("receiver", streams() ? "streaming" : "none");
    facts.put(standby ? "replayLsn" : "writeLsn", Wal.lsn(wal.size()));
    if (standby) {
      facts.put("receiverTimeline", Integer.toString(wal.timeline()));
      facts.put("receiveLsn", Wal.lsn(wal.size()));
      facts.putAll(held);
    } else {
      Optional<SimulatedDatabase> receiver = peer.filter(SimulatedDatabase::streams);
      facts.put("standbys", receiver.map(other -> other.host + ":streaming").orElse(""));
      facts.putAll(shown);
    }
    return facts;
  }

  String history() {
    return wal.history();
  }
}
