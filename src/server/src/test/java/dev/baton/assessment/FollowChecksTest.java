package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.assessment.Check.Verdict;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The database of A, which serves, is to follow that of B. */
class FollowChecksTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final HostId A = PAIR.primarySite().database();
  private static final HostId B = PAIR.standbySite().database();

  private final Map<HostId, AgentReply> starts = new HashMap<>();

  private void tells(HostId host, String settings, String replaced) {
    starts.put(
        host,
        new AgentReply.Done(
            Map.of("standbySettings", settings, "replacedOptions", replaced), Duration.ZERO));
  }

  private List<Check> checks() {
    return new FollowChecks(
            new PairSnapshot(Map.of(), Map.of(), starts), PAIR.primarySite(), PAIR.standbySite())
        .all();
  }

  private Check check(String name) {
    return checks().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void settingsThatComeIntoForceAreToldWithTheirPlacesAndBlockNothing() {
    tells(A, "recovery_target_time /a.conf:3; restore_command /b.conf:12", "");
    tells(B, "restore_command /c.conf:1", "");

    Check settings = check("settings for a standby");

    assertThat(settings.verdict()).isEqualTo(Verdict.READY);
    assertThat(settings.measured())
        .isEqualTo(
            "on a-db: recovery_target_time /a.conf:3 (emptied when it follows); restore_command /b.conf:12");
  }

  @Test
  void databaseThatCouldNotBeAskedAsAStandbyBlocks() {
    tells(A, "hot_standby /a.conf:3", "");

    assertThat(check("settings for a standby").verdict()).isEqualTo(Verdict.NOT_READY);
    assertThat(check("settings for a standby").remedy()).contains("hot_standby = on on a-db");
  }

  @Test
  void connectionOptionsThatAreReplacedAreNamedForBothAndBlockNothing() {
    tells(A, "", "");
    tells(B, "", "application_name passfile");

    Check options = check("connection options replaced");

    assertThat(options.verdict()).isEqualTo(Verdict.READY);
    assertThat(options.measured()).isEqualTo("a-db: none; b-db: application_name passfile");
    assertThat(check("settings for a standby").measured()).isEqualTo("none");
  }

  /** That it does not answer is told by another check. */
  @Test
  void agentsThatDoNotSayAreNotJudged() {
    starts.put(A, new AgentReply.Done(Map.of(), Duration.ZERO));
    starts.put(B, new AgentReply.Refused(RefusalCode.UNREACHABLE, "no answer", Map.of()));

    assertThat(checks()).isEmpty();
  }
}
