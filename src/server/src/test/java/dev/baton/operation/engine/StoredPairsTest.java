package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.ReadOnlyEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AddressTakenBack;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostReleased;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.pair.kind.SwitchoverMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart goes on from what was remembered of pairs, or from the whole stream; never wrong. */
class StoredPairsTest {

  private static final PairId PAIR = new PairId("ci");
  private static final SiteName EAST = new SiteName("east");
  private static final SiteName WEST = new SiteName("west");
  private static final HostId EAST_DB = new HostId("east-db");
  private static final HostId WEST_DB = new HostId("west-db");
  private static final Instant LATER = Instant.parse("2026-07-01T00:00:00Z");

  @TempDir private Path folder;
  private final InMemoryEventLog log = new InMemoryEventLog();

  @Test
  void everyPrefixOfAStoryIsRememberedByItsEssentialEventsAndGoesOnTheSame() throws Exception {
    List<PairEvent> story = story();
    append(log, story);
    List<RecordedEvent> all = log.read(StreamId.of(PAIR), 0);

    for (int end = 1; end <= all.size(); end++) {
      KnownPair whole = KnownPair.after(null, all.subList(0, end));
      List<RecordedEvent> essentials = whole.essentials();
      KnownPair restored = KnownPair.from(essentials, all.get(end - 1)).orElseThrow();

      assertThat(essentials).as("prefix of %d", end).isNotEmpty();
      assertThat(restored).as("prefix of %d", end).isEqualTo(whole);
      if (end < all.size()) {
        assertThat(KnownPair.after(restored, all.subList(end, all.size())))
            .as("gone on from %d", end)
            .isEqualTo(KnownPair.after(null, all));
      }
    }
    assertThat(KnownPair.after(null, all).essentials()).hasSizeLessThan(all.size() / 2);
  }

  @Test
  void restartReadsTheEssentialEventsAndWhatCameBehindThem() throws Exception {
    append(log, story());
    PairState before = remembered(log);
    append(log, List.of(new VerdictChanged("lag", "OK", "LATE", "")));
    var counted = new CountingLog(log);

    PairState after = restarted(counted);

    assertThat(after.version()).isEqualTo(before.version() + 1);
    assertThat(after).isEqualTo(restartedWithoutMemory(log));
    assertThat(counted.versions).hasSizeLessThan((int) before.version() / 2);
  }

  @Test
  void anotherLogIsReadWhole() throws Exception {
    append(log, story());
    PairState unused = remembered(log);
    var other = new InMemoryEventLog();
    List<PairEvent> differs = new ArrayList<>(story());
    differs.set(1, new PairTakenOver("control-9", 9));
    append(other, differs);

    assertThat(restarted(other)).isEqualTo(restartedWithoutMemory(other));
  }

  @Test
  void logThatWentBackIsReadWhole() throws Exception {
    append(log, story());
    PairState unused = remembered(log);
    var shorter = new InMemoryEventLog();
    append(shorter, story().subList(0, 9));

    assertThat(restarted(shorter)).isEqualTo(restartedWithoutMemory(shorter));
  }

  @Test
  void damagedFileIsPassedOverWhereverItIsDamaged() throws Exception {
    append(log, story());
    PairState whole = remembered(log);
    byte[] file = Files.readAllBytes(file());

    for (int at = 0; at < file.length; at += 5) {
      byte[] damaged = file.clone();
      damaged[at] = (byte) (damaged[at] == '1' ? '2' : '1');
      Files.write(file(), damaged);

      assertThat(restarted(log)).as("damaged at %d", at).isEqualTo(whole);
    }
  }

  @Test
  void whatOtherCodeRememberedIsPassedOver() throws Exception {
    append(log, story());
    PairState whole = remembered(log);
    String content = Files.readString(file()).split("\n", 2)[1];
    String other = content.replaceFirst("\"code\":\"[0-9a-f]+\"", "\"code\":\"0\"");
    Files.writeString(file(), sha256(other) + "\n" + other);
    var counted = new CountingLog(log);

    assertThat(restarted(counted)).isEqualTo(whole);
    assertThat(counted.versions).hasSize((int) whole.version());
  }

  private static String sha256(String text) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Path file() {
    return folder.resolve("pair-states.json");
  }

  /** As one life of the program leaves it. */
  private PairState remembered(EventLog read) {
    var pairs = new PairRepository(read, StoredPairs.in(file()));
    PairState state = pairs.find(PAIR).orElseThrow();
    pairs.remember(true);
    assertThat(file()).exists();
    return state;
  }

  private PairState restarted(EventLog read) {
    return new PairRepository(read, StoredPairs.in(file())).find(PAIR).orElseThrow();
  }

  private static PairState restartedWithoutMemory(EventLog read) {
    return new PairRepository(read).find(PAIR).orElseThrow();
  }

  private static void append(EventLog to, List<PairEvent> events) throws Exception {
    StreamId stream = StreamId.of(PAIR);
    for (PairEvent event : events) {
      to.append(stream, to.version(stream), List.of(event), Contexts.engine());
    }
  }

  /** Two years in short: every kind of event that outlives its operation, several times. */
  private static List<PairEvent> story() {
    List<PairEvent> story = new ArrayList<>();
    var sites =
        List.of(
            new Site(EAST, new HostId("east-app"), EAST_DB, "10.77.0.12:5432"),
            new Site(WEST, new HostId("west-app"), WEST_DB, "10.77.0.22:5432"));
    story.add(new PairRegistered(PAIR, EAST, sites, "10.77.0.100", "7"));
    story.add(new PairTakenOver("control-0", 1));
    noise(story, 0);
    switchover(story, "s1", EAST, WEST, 2);
    noise(story, 1);
    story.add(new PairTakenOver("control-1", 2));
    story.add(new HostSilent(EAST_DB, Optional.of(LATER), "no answer"));
    story.add(new AddressTakenBack(new HostId("west-app"), LATER));
    story.add(
        new SplitBrainSeen(
            SplitBrainKind.TWO_WRITABLE_PRIMARIES, List.of(EAST_DB, WEST_DB), Map.of()));
    switchover(story, "s2", WEST, EAST, 3);
    story.add(new SplitBrainResolved(new OperationId("r1"), EAST));
    noise(story, 2);
    story.add(new PairAdopted("control-2", 9, 5, EAST, Optional.of(WEST), 2, 3, 8, 4, Map.of()));
    noise(story, 3);
    var recovery = new OperationId("r2");
    story.add(new RecoveryRequested(recovery, WEST, EAST, RejoinKind.REWIND, false));
    story.add(new StepStarted(recovery, "rewind", 1, false, LATER));
    story.add(new StepDone(recovery, "rewind", false, Map.of("x", "y"), Duration.ofSeconds(3)));
    story.add(new StandbyJoined(recovery, WEST, 5));
    story.add(new OperationEnded(recovery, Outcome.SUCCEEDED, List.of(), Optional.empty()));
    noise(story, 4);
    switchover(story, "s3", EAST, WEST, 6);
    story.add(new HostAnswering(EAST_DB));
    noise(story, 5);
    story.add(new PairRetired("control-3", 11));
    story.add(new HostReleased(EAST_DB));
    story.add(new HostReleased(WEST_DB));
    return story;
  }

  private static void noise(List<PairEvent> story, int round) {
    for (String item : List.of("lag", "address", "plugins")) {
      story.add(new VerdictChanged(item, "OK", "LATE", "round " + round));
      story.add(new VerdictChanged(item, "LATE", round == 5 ? "UNKNOWN" : "OK", ""));
    }
  }

  private static void switchover(
      List<PairEvent> story, String name, SiteName from, SiteName to, long term) {
    var id = new OperationId(name);
    story.add(new SwitchoverRequested(id, SwitchoverMode.GRACEFUL, from, to, Optional.empty()));
    for (String step : List.of("drain", "stop", "prove")) {
      story.add(new StepStarted(id, step, 1, false, LATER));
      story.add(new StepUnknown(id, step, false, "no answer within 30 s"));
      story.add(new OperationPaused(id, step, "no answer within 30 s"));
      story.add(new RetryRequested(id, step));
      story.add(new StepStarted(id, step, 2, false, LATER));
      story.add(new StepDone(id, step, false, Map.of("lsn", "0/1"), Duration.ofMillis(20)));
    }
    story.add(new PrimaryPromoted(id, to, term, Long.toString(term)));
    story.add(new StandbyJoined(id, from, term));
    story.add(new OperationEnded(id, Outcome.SUCCEEDED, List.of(), Optional.empty()));
  }

  /** Counts what was read of the stream. */
  private static final class CountingLog extends ReadOnlyEventLog {

    private final Set<Long> versions = new HashSet<>();

    CountingLog(EventLog log) {
      super(log);
    }

    private List<RecordedEvent> counted(List<RecordedEvent> events) {
      events.forEach(event -> versions.add(event.version()));
      return events;
    }

    @Override
    public List<RecordedEvent> read(StreamId stream, long afterVersion) {
      return counted(log.read(stream, afterVersion));
    }

    @Override
    public List<RecordedEvent> pick(StreamId stream, Set<Long> wanted) {
      return counted(log.pick(stream, wanted));
    }
  }
}
