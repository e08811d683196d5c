package dev.baton.assessment;

import static dev.baton.protocol.ActionType.POSTGRES_CHECKPOINT;
import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_HISTORY;
import static dev.baton.protocol.ActionType.POSTGRES_POSITION;
import static dev.baton.protocol.ActionType.POSTGRES_PROMOTE;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The situations of the rejoin decision, each brought about with real servers. With {@code
 * -Drejoin.capture=FOLDER} what their agents said is written there, for {@code RejoinTest}.
 */
@NeedsPostgresql
class RejoinOfRealServersTest {

  private static final Map<String, String> FAST = Map.of("mode", "fast");
  private static final Map<String, String> CRASH = Map.of("mode", "immediate");

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;
  private PostgresPair.Side west;

  enum Situation {
    SAME_TIMELINE(RejoinKind.FOLLOW),
    STOPPED_CLEANLY_AND_ENDS_AT_THE_FORK(RejoinKind.FOLLOW),
    STOPPED_CLEANLY_BEYOND_THE_FORK(RejoinKind.REWIND),
    STOPPED_CLEANLY_BEFORE_THE_FORK(RejoinKind.REWIND),
    WAS_A_STANDBY_NOT_BEYOND_THE_FORK(RejoinKind.FOLLOW),
    WAS_A_STANDBY_BEYOND_THE_FORK(RejoinKind.REWIND),
    CRASHED(RejoinKind.REWIND),
    ON_A_TIMELINE_AHEAD(RejoinKind.REWIND),
    ON_A_TIMELINE_NOT_IN_THE_HISTORY(RejoinKind.REWIND),
    BOTH_MADE_THE_SAME_NUMBER(RejoinKind.BASEBACKUP),
    WITHOUT_HINTS(RejoinKind.BASEBACKUP),
    WITHOUT_FULL_PAGE_WRITES(RejoinKind.BASEBACKUP),
    REWIND_BROKE_OFF(RejoinKind.BASEBACKUP),
    NO_DATA(RejoinKind.BASEBACKUP);

    private final RejoinKind expected;

    Situation(RejoinKind expected) {
      this.expected = expected;
    }
  }

  @BeforeEach
  void nameThePair() {
    east = servers.pair().east;
    west = servers.pair().west;
    awaitEqual();
  }

  private void awaitEqual() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            east.reads(POSTGRES_POSITION, Map.of())
                .result("writeLsn")
                .equals(west.reads(POSTGRES_POSITION, Map.of()).result("replayLsn")));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void decides(Situation situation) throws Exception {
    bringAbout(situation);
    Map<String, String> old = facts(east.reads(POSTGRES_CONTROL_DATA, Map.of()));
    TestCaller.Reply ownHistory = east.agent().read(POSTGRES_HISTORY, Map.of());
    String own = ownHistory.text("state").equals("SUCCEEDED") ? ownHistory.result("history") : "";
    Map<String, String> current = facts(west.reads(POSTGRES_POSITION, Map.of()));
    String history = west.reads(POSTGRES_HISTORY, Map.of()).result("history");
    capture(situation, old, own, current, history);

    Rejoin rejoin = Rejoin.decide(old, own, current, history);

    assertThat(rejoin.kind())
        .as("%s%n%s%n%s", rejoin.why(), old, history)
        .isEqualTo(situation.expected);
  }

  private void bringAbout(Situation situation) throws Exception {
    switch (situation) {
      case SAME_TIMELINE -> {
        // Seen from the other side: what runs as a standby is out for another reason.
        swap();
        east.does(POSTGRES_STOP, FAST);
      }
      case STOPPED_CLEANLY_AND_ENDS_AT_THE_FORK -> {
        east.does(POSTGRES_STOP, FAST);
        promoteWest();
      }
      case STOPPED_CLEANLY_BEYOND_THE_FORK -> {
        promoteWest();
        east.sql("create table lost as select 1 as x");
        east.does(POSTGRES_STOP, FAST);
      }
      case STOPPED_CLEANLY_BEFORE_THE_FORK -> {
        Path copy = east.home().resolve("data.before");
        east.does(POSTGRES_STOP, FAST);
        PostgresPair.copy(east.data(), copy);
        east.does(POSTGRES_START, Map.of("role", "primary"));
        east.sql("create table more as select 1 as x");
        awaitEqual();
        east.does(POSTGRES_STOP, FAST);
        promoteWest();
        PostgresPair.delete(east.data());
        Files.move(copy, east.data());
      }
      case WAS_A_STANDBY_NOT_BEYOND_THE_FORK -> {
        standbyWithoutSource();
        promoteWest();
      }
      case WAS_A_STANDBY_BEYOND_THE_FORK -> {
        promoteWest();
        east.sql("create table lost as select 1 as x");
        standbyWithoutSource();
      }
      case CRASHED -> crashBeyondTheFork();
      case ON_A_TIMELINE_AHEAD -> {
        promoteWest();
        standbyWithoutSource();
        promoteAloneAndStop();
        standbyWithoutSource();
        promoteAloneAndStop();
      }
      case ON_A_TIMELINE_NOT_IN_THE_HISTORY -> {
        crashBeyondTheFork();
        west.does(POSTGRES_STOP, FAST);
        Files.createFile(west.data().resolve("standby.signal"));
        west.does(POSTGRES_START, Map.of("role", "standby"));
        promoteWest();
        Files.createFile(east.data().resolve("standby.signal"));
        east.does(POSTGRES_START, Map.of("role", "standby"));
        promoteAloneAndStop();
      }
      case BOTH_MADE_THE_SAME_NUMBER -> {
        promoteWest();
        east.sql("create table lost as select 1 as x");
        standbyWithoutSource();
        promoteAloneAndStop();
      }
      case WITHOUT_HINTS -> {
        setting("wal_log_hints = off");
        crashBeyondTheFork();
      }
      case WITHOUT_FULL_PAGE_WRITES -> {
        setting("full_page_writes = off");
        east.does(POSTGRES_CHECKPOINT, Map.of());
        crashBeyondTheFork();
      }
      case REWIND_BROKE_OFF -> {
        crashBeyondTheFork();
        Files.writeString(east.agent().state().resolve("rewind-begun"), "");
      }
      case NO_DATA -> {
        crashBeyondTheFork();
        PostgresPair.delete(east.data());
        Files.createDirectory(east.data());
      }
    }
  }

  private void swap() {
    PostgresPair.Side first = east;
    east = west;
    west = first;
  }

  private void promoteWest() throws Exception {
    west.does(POSTGRES_PROMOTE, Map.of());
    west.does(POSTGRES_CHECKPOINT, Map.of());
  }

  private void crashBeyondTheFork() throws Exception {
    promoteWest();
    east.sql("create table lost as select 1 as x");
    east.does(POSTGRES_STOP, CRASH);
  }

  private void standbyWithoutSource() throws Exception {
    east.does(POSTGRES_STOP, FAST);
    Files.writeString(east.data().resolve("standby.signal"), "");
    east.does(POSTGRES_START, Map.of("role", "standby"));
    east.does(POSTGRES_CHECKPOINT, Map.of());
    east.does(POSTGRES_STOP, FAST);
  }

  private void promoteAloneAndStop() throws Exception {
    if (east.reads(POSTGRES_CONTROL_DATA, Map.of()).result("running").equals("false")) {
      east.does(POSTGRES_START, Map.of("role", "standby"));
    }
    east.does(POSTGRES_PROMOTE, Map.of());
    east.does(POSTGRES_CHECKPOINT, Map.of());
    east.does(POSTGRES_STOP, FAST);
  }

  private void setting(String line) throws Exception {
    Files.writeString(
        east.data().resolve("postgresql.conf"), line + "\n", StandardOpenOption.APPEND);
    east.does(POSTGRES_STOP, FAST);
    east.does(POSTGRES_START, Map.of("role", "primary"));
    awaitEqual();
  }

  private static Map<String, String> facts(TestCaller.Reply reply) {
    Map<String, String> facts = new HashMap<>();
    Json.object(reply.body().get("result"), "result")
        .forEach((key, value) -> facts.put(key, String.valueOf(value)));
    return facts;
  }

  private static void capture(
      Situation situation,
      Map<String, String> old,
      String own,
      Map<String, String> current,
      String history)
      throws IOException {
    String folder = System.getProperty("rejoin.capture");
    if (folder == null) {
      return;
    }
    Properties all = new Properties();
    new TreeMap<>(old).forEach((key, value) -> all.setProperty("old." + key, value));
    all.setProperty("old.history", own);
    all.setProperty("new.systemIdentifier", current.getOrDefault("systemIdentifier", ""));
    all.setProperty("new.timeline", current.getOrDefault("timeline", ""));
    all.setProperty("new.history", history);
    String name = situation.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".properties";
    try (Writer out = Files.newBufferedWriter(Path.of(folder).resolve(name))) {
      all.store(out, null);
    }
  }
}
