package dev.baton.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * What agents and steps report by name: written by the agent, read by whoever judges. The wire
 * names are in journals and in the event log: renaming one breaks old data.
 */
public enum EvidenceKey {
  // Of a database's position, and of its control data.
  RUNNING("running"),
  STATUS("status"),
  ANSWERS("answers"),
  WHY("why"),
  IN_RECOVERY("inRecovery"),
  WRITABLE("writable"),
  SYSTEM_IDENTIFIER("systemIdentifier"),
  TIMELINE("timeline"),
  VERSION("version"),
  WRITE_LSN("writeLsn"),
  RECEIVE_LSN("receiveLsn"),
  REPLAY_LSN("replayLsn"),
  REPLAY_AT("replayAt"),
  REPLAY_PAUSED("replayPaused"),
  REPLAY_BLOCKERS("replayBlockers"),
  RECEIVER("receiver"),
  RECEIVER_TIMELINE("receiverTimeline"),
  SENDER_HOST("senderHost"),
  RECEIVER_HEARD_AT("receiverHeardAt"),
  READ_AT("readAt"),
  STANDBYS("standbys"),
  SYNCHRONOUS_STANDBY_NAMES("synchronousStandbyNames"),
  MAX_WAL_SENDERS("maxWalSenders"),
  FREE_WAL_SENDERS("freeWalSenders"),
  WAL_LOG_HINTS("walLogHints"),
  DATA_CHECKSUMS("dataChecksums"),
  FULL_PAGE_WRITES("fullPageWrites"),
  ARCHIVER_FAILING("archiverFailing"),
  ARCHIVE_WAITING("archiveWaiting"),
  ARCHIVE_SECONDS("archiveSeconds"),
  APPLY_DELAY("applyDelay"),
  STANDBY_LIMITS("standbyLimits"),
  ALL_SLOTS("allSlots"),
  SYNCED_SLOTS("syncedSlots"),
  SLOT_POSITIONS("slotPositions"),
  CARRIED_SLOTS("carriedSlots"),
  STOP_SECONDS("stopSeconds"),
  FREE_SLOTS("freeSlots"),
  REDO_LSN("redoLsn"),
  WAL_SEGMENT_BYTES("walSegmentBytes"),
  SILENT_SENDERS("silentSenders"),
  STANDBY_SETTINGS("standbySettings"),
  REPLACED_OPTIONS("replacedOptions"),
  CLUSTER_STATE("clusterState"),
  CHECKPOINT_LSN("checkpointLsn"),
  CHECKPOINT_END("checkpointEnd"),
  MIN_RECOVERY_END("minRecoveryEnd"),
  MIN_RECOVERY_TIMELINE("minRecoveryTimeline"),
  REWIND_BROKEN("rewindBroken"),
  HISTORY("history"),
  LSN("lsn"),
  QUIET("quiet"),
  CLIENTS("clients"),
  LASTING("lasting"),

  // Of what was done to it.
  ALREADY("already"),
  TOUCHED("touched"),
  STOP_MS("stopMs"),
  START_MS("startMs"),
  PROMOTE_MS("promoteMs"),
  CHECKPOINT_MS("checkpointMs"),
  WRITABLE_AT("writableAt"),
  STOPPING("stopping"),
  PROCESSES("processes"),
  BLANKED("blanked"),
  BEFORE("before"),
  AFTER("after"),
  SLOT("slot"),
  EXISTED("existed"),
  CREATED("created"),
  DROPPED("dropped"),
  LEFT("left"),
  ELAPSED_MS("elapsedMs"),

  // Of a rewind, a copy and what is kept aside.
  MISSING_WAL("missingWal"),
  UNWRITABLE("unwritable"),
  NEEDED_BYTES("neededBytes"),
  FREE_BYTES("freeBytes"),
  NEEDED("needed"),
  FREE("free"),
  BYTES("bytes"),
  BYTES_TOTAL("bytesTotal"),
  KEPT("kept"),
  DELETED("deleted"),
  FREED_BYTES("freedBytes"),
  BROKEN("broken"),
  OUTPUT("output"),
  SUMMARY("summary"),
  FOLDER("folder"),
  FORK("fork"),
  WAL_FROM("walFrom"),
  WAL_TO("walTo"),
  WAL_BYTES("walBytes"),
  WAL_UNREAD("walUnread"),
  COMMITS("commits"),
  INSERTS("inserts"),
  UPDATES("updates"),
  DELETES("deletes"),
  BULK_INSERTS("bulkInserts"),

  // Of a throw-away copy.
  EXISTS("exists"),
  OURS("ours"),
  SLOTS("slots"),
  FIRST_WRITE_MS("firstWriteMs"),
  ROWS("rows"),
  PORT("port"),
  ADDRESS("address"),

  // Of the application and its files.
  INSTALLED("installed"),
  MISSING_FILES("missingFiles"),
  DRILLABLE("drillable"),
  DRAINABLE("drainable"),
  PROVABLE("provable"),
  QUIET_IGNORE("quietIgnore"),
  HOST_ADDRESSES("hostAddresses"),
  STATE("state"),
  READY("ready"),
  LISTENING("listening"),
  DRAINED("drained"),
  DRAIN_WHY("drainWhy"),
  RUNNING_JOBS("runningJobs"),
  AT_WORK("atWork"),
  PID("pid"),
  BOOT_MS("bootMs"),
  UP_AT("upAt"),
  SCANNED_AT("scannedAt"),
  CHANGED_AT("changedAt"),
  SENT("sent"),
  REMOVED("removed"),
  OVERWRITTEN("overwritten"),
  IGNORED("ignored"),
  AGREED("agreed"),
  CHANGED_HERE("changedHere"),
  CHANGED_HERE_AT("changedHereAt"),

  // Of the address and of the network.
  HELD("held"),
  ASSIGN_MS("assignMs"),
  RELEASE_MS("releaseMs"),
  DEVICE("device"),
  OWN_MAC("ownMac"),
  TAKEN_BACK_AT("takenBackAt"),
  ANSWERED("answered"),
  MAC("mac"),
  CONNECTED("connected"),
  DEFINITE("definite"),

  // Of the host, its guard and its fence.
  SESSION("session"),
  BOOT_ID("bootId"),
  FENCE("fence"),
  ROLE("role"),
  TERM("term"),
  CONFIRMED("confirmed"),
  OVERRIDE("override"),
  STOPPED("stopped"),
  FENCED("fenced"),
  COMMAND("command"),

  // Of whom it obeys, and of whom it last refused.
  INSTALLATION("installation"),
  PAIR("pair"),
  SINCE("since"),
  REFUSED_INSTALLATION("refusedInstallation"),
  REFUSED_PAIR("refusedPair"),
  REFUSED_BY("refusedBy"),
  REFUSED_AT("refusedAt"),

  // What a step adds.
  PG_REWIND("pgRewind"),
  LAST_WRITE_LSN("lastWriteLsn"),
  SHUTDOWN_CHECKPOINT("shutdownCheckpoint"),
  REJOIN("rejoin"),
  FIRST("first"),
  ACCEPTED("accepted"),
  APPROVED("approved"),
  TO_ACCEPT("toAccept"),
  SECONDS("seconds"),
  LAST_SEEN_SECONDS_AGO("lastSeenSecondsAgo"),
  SESSIONS("sessions"),
  ITEMS("items"),
  LEVEL("level"),
  SEEN("seen"),
  BECAUSE("because"),

  // What an order may expect, beside the keys of the position.
  POSTGRES_RUNNING("postgresRunning"),
  APPLICATION_RUNNING("applicationRunning"),
  ADDRESS_HELD("addressHeld"),
  REPLAY_BEYOND("replayBeyond");

  private final String wireName;

  EvidenceKey(String wireName) {
    this.wireName = wireName;
  }

  /** The key of that wire name; empty when this version does not know it. */
  public static Optional<EvidenceKey> named(String wireName) {
    return Arrays.stream(values()).filter(key -> key.wireName.equals(wireName)).findFirst();
  }

  /** The name in answers, expectations and the event log. */
  public String wireName() {
    return wireName;
  }
}
