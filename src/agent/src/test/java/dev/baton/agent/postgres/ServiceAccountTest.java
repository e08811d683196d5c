package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.DRILL_COPY;
import static dev.baton.protocol.ActionType.POSTGRES_EVIDENCE;
import static dev.baton.protocol.ActionType.POSTGRES_FOLLOW;
import static dev.baton.protocol.ActionType.POSTGRES_HISTORY;
import static dev.baton.protocol.ActionType.POSTGRES_PRUNE;
import static dev.baton.protocol.ActionType.POSTGRES_REWIND;
import static dev.baton.protocol.ActionType.POSTGRES_START;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import dev.baton.agent.os.PathSwapper;
import dev.baton.agent.os.ServiceHome;
import dev.baton.protocol.ActionType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the user {@code postgres} may try against a real agent that runs as root (S18). */
@NeedsPostgresql
class ServiceAccountTest {

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side west;
  private Map<String, String> follow;
  private ServiceHome home;

  @BeforeEach
  void stopTheStandby() throws Exception {
    assumeThat(ServiceHome.possible("postgres"))
        .as("needs root and an account 'postgres' to act as")
        .isTrue();
    home = new ServiceHome("postgres");
    west = servers.pair().west;
    follow = PostgresPair.following(west, servers.pair().east);
    west.does(POSTGRES_STOP, Map.of("mode", "fast"));
  }

  @AfterEach
  void nothingOfRootsIsTouched() throws Exception {
    if (home != null) {
      home.assertForeignUntouched();
      home.close();
    }
  }

  private void link(Path place) throws Exception {
    home.does("/bin/ln", "-sfnT", home.vault() + "/file", place.toString());
  }

  private void assertRefused(ActionType type, Map<String, String> params, Path place)
      throws Exception {
    TestCaller.Reply reply = west.agent().perform(type, params);

    assertThat(reply.text("refusal")).as("%s", reply.body()).isEqualTo("foreign-path");
    assertThat(reply.body().toString())
        .contains(place.toString())
        .doesNotContain(ServiceHome.SECRET);
  }

  @Test
  void aLinkInThePlaceOfAFileThatIsWrittenIsRefused() throws Exception {
    for (String name : List.of("standby.signal", "postgresql.auto.conf")) {
      Path place = west.data().resolve(name);
      home.does("/bin/mv", place.toString(), home.path() + "/kept");
      link(place);
      assertRefused(POSTGRES_FOLLOW, follow, place);
      assertRefused(POSTGRES_REWIND, servers.pair().east.at(), place);
      home.does("/bin/mv", "-T", home.path() + "/kept", place.toString());
    }
    west.does(POSTGRES_FOLLOW, follow);
  }

  /** The scratch file of a replacement is made anew, whatever stands there. */
  @Test
  void aLinkInThePlaceOfAScratchFileIsRemoved() throws Exception {
    link(west.data().resolve("postgresql.auto.conf.new"));
    link(west.data().resolve("standby.signal.new"));

    west.does(POSTGRES_FOLLOW, follow);

    assertThat(Files.getOwner(west.data().resolve("standby.signal")).getName())
        .isEqualTo("postgres");
  }

  @Test
  void aHardLinkIsRefused() throws Exception {
    Path signal = west.data().resolve("standby.signal");
    home.does("/bin/ln", "-T", signal.toString(), home.path() + "/second");

    assertRefused(POSTGRES_FOLLOW, follow, signal);
  }

  @Test
  void aLogThatIsALinkIsNeitherWrittenNorQuoted() throws Exception {
    Path log = west.home().resolve("postgresql.log");
    link(log);

    assertRefused(POSTGRES_START, Map.of("role", "standby"), log);
    assertRefused(POSTGRES_FOLLOW, follow, log);
  }

  @Test
  void aDataFolderThatIsALinkIsRefused() throws Exception {
    home.does("/bin/mv", "-T", west.data().toString(), west.home() + "/elsewhere");
    home.does("/bin/ln", "-s", home.vault().toString(), west.data().toString());

    assertRefused(POSTGRES_FOLLOW, follow, west.data());
    assertRefused(POSTGRES_EVIDENCE, Map.of("fork", ""), west.data());
    Map<String, String> copied = new HashMap<>(servers.pair().east.at());
    copied.put("bytes", "1");
    assertRefused(ActionType.POSTGRES_BASE_BACKUP, copied, west.data());
    home.does("/bin/rm", west.data().toString());
    home.does("/bin/mv", "-T", west.home() + "/elsewhere", west.data().toString());
  }

  @Test
  void aHistoryThatIsALinkIsNotQuoted() throws Exception {
    link(west.data().resolve("pg_wal/000000FF.history"));

    assertThat(west.agent().read(POSTGRES_HISTORY, Map.of()).body().toString())
        .doesNotContain(ServiceHome.SECRET);
  }

  @Test
  void aDrillsFolderThatIsALinkIsRefused() throws Exception {
    Path drill = Path.of(west.data() + ".drill");
    home.does("/bin/ln", "-s", home.vault().toString(), drill.toString());

    assertRefused(DRILL_COPY, Map.of(), drill);
    assertRefused(ActionType.DRILL_REMOVE, Map.of(), drill);
    assertThat(drill).isSymbolicLink();
  }

  @Test
  void aKeptFolderThatIsALinkIsNotPruned() throws Exception {
    Path kept = Path.of(west.data() + ".old-20260102T030405678Z");
    home.does("/bin/ln", "-s", home.vault().toString(), kept.toString());
    TestCaller.Reply reply =
        west.agent().perform(POSTGRES_PRUNE, Map.of("folders", kept.getFileName().toString()));

    assertThat(reply.text("state")).isEqualTo("FAILED");
    assertThat(kept).isSymbolicLink();
  }

  /** What a follow reads, writes and starts with is exchanged all the time, beside a live agent. */
  @Test
  void filesThatAreExchangedUnderAFollowLeadNowhere() throws Exception {
    String signal = west.data().resolve("standby.signal").toString();
    String log = west.home().resolve("postgresql.log").toString();
    String target = home.vault() + "/file";
    int met = 0;
    int done = 0;
    try (PathSwapper signals = new PathSwapper(home, "file", signal, target);
        PathSwapper logs = new PathSwapper(home, "file", log, target)) {
      while (!signals.enough() || !logs.enough()) {
        TestCaller.Reply reply = west.agent().perform(POSTGRES_FOLLOW, follow);
        assertThat(reply.body().toString()).doesNotContain(ServiceHome.SECRET);
        done += reply.text("state").equals("SUCCEEDED") ? 1 : 0;
        met += reply.body().toString().contains("is a link") ? 1 : 0;
        // As it was found, so that the next one writes its files again.
        assertThat(west.agent().perform(POSTGRES_STOP, Map.of("mode", "immediate")).status())
            .isEqualTo(200);
      }
      long swaps = Math.min(signals.stop(), logs.stop());
      System.out.printf("follow: %d swaps, %d done, %d met a link%n", swaps, done, met);
      assertThat(swaps).isGreaterThanOrEqualTo(10_000);
    }
  }

  /** The pid in its file is the account's word: the signal has no more rights than the account. */
  @Test
  void aProcessOfRootIsNotSignalled() throws Exception {
    Process sleeper =
        new ProcessBuilder("/bin/sleep", "60").directory(west.data().toFile()).start();
    try {
      String line = "echo %d >%s".formatted(sleeper.pid(), west.data().resolve("postmaster.pid"));
      home.does("/bin/sh", "-c", line);

      TestCaller.Reply reply = west.agent().perform(POSTGRES_STOP, Map.of("mode", "immediate"));

      assertThat(reply.text("state")).as("%s", reply.body()).isEqualTo("FAILED");
      assertThat(reply.text("error")).contains("not permitted");
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroyForcibly();
      Files.delete(west.data().resolve("postmaster.pid"));
    }
  }
}
