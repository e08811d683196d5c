package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.TestScript;
import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An IPv6 address where ip, ndisc6 and sysctl are one script that plays them. */
class Ipv6AddressTest {

  private static final String IP = "2001:db8::7";

  @TempDir private Path folder;
  private AddressActions address;

  @BeforeEach
  void aHostWithoutIt() throws Exception {
    stands("now.json", "");
    stands("without.json", "");
    stands("with.json", entry(""));
    ndisc6Ends(2, "No response.");
    Path script =
        TestScript.write(
            folder.resolve("programs"),
            """
            cd %s
            case "$*" in
              */ip\\ -j\\ *) cat now.json ;;
              *) echo "$*" >> calls ;;
            esac
            case "$*" in
              */ndisc6\\ *) . ./ndisc6 ;;
              *\\ add\\ *) cp with.json now.json ;;
              *\\ flush\\ *) cp without.json now.json ;;
            esac
            """
                .formatted(folder));
    address = address(IP, script);
  }

  private AddressActions address(String ip, Path script) {
    return new AddressActions(
        new Policy.AddressPart(ip, new Policy.OnDevice(64, "eth0")),
        new LinkPrograms(List.of(script.toString())),
        folder);
  }

  private static String entry(String flags) {
    return "{\"family\":\"inet6\",\"local\":\"%s\",\"prefixlen\":64%s}".formatted(IP, flags);
  }

  private void stands(String file, String entry) throws Exception {
    Files.writeString(
        folder.resolve(file),
        "[{\"ifname\":\"eth0\",\"address\":\"02:00:00:00:00:01\",\"addr_info\":[%s]}]"
            .formatted(entry));
  }

  private void ndisc6Ends(int code, String output) throws Exception {
    Files.writeString(folder.resolve("ndisc6"), "echo '%s'; exit %d".formatted(output, code));
  }

  private static ActionContext context(int seconds) {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(seconds)), progress -> {});
  }

  private List<String> calls() throws Exception {
    Path file = folder.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void isTakenWhenNobodyAnswersAndTheKernelTellsTheNeighbours() throws Exception {
    Map<String, String> facts = address.assign(context(10));

    assertThat(facts).containsEntry("held", "true").containsEntry("already", "false");
    assertThat(calls())
        .containsExactly(
            "/usr/bin/ndisc6 -1 -n -q -r 2 -w 50 2001:db8::7 eth0",
            "/usr/sbin/sysctl -q -w net/ipv6/conf/eth0/ndisc_notify=1",
            "/usr/sbin/ip addr add 2001:db8::7/64 dev eth0 preferred_lft 0");
  }

  @Test
  void isNotTakenFromWhoeverAnswers() throws Exception {
    ndisc6Ends(0, "02:00:00:00:00:02");

    assertThatThrownBy(() -> address.assign(context(10)))
        .isInstanceOf(FailedException.class)
        .hasMessage("2001:db8::7 is answered by 02:00:00:00:00:02");

    assertThat(calls()).hasSize(1);
  }

  @Test
  void isNotTakenWhenTheNetworkCannotBeAsked() throws Exception {
    ndisc6Ends(1, "eth0: No such device");

    assertThatThrownBy(() -> address.assign(context(10)))
        .isInstanceOf(FailedException.class)
        .hasMessage("ndisc6 ended with 1: eth0: No such device");

    assertThat(calls()).hasSize(1);
  }

  @Test
  void isTakenOffAgainWhenTheKernelMeetsSomebodyElse() throws Exception {
    stands("with.json", entry(",\"tentative\":true,\"dadfailed\":true"));

    assertThatThrownBy(() -> address.assign(context(10)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("is used by somebody else");

    assertThat(calls().getLast()).isEqualTo("/usr/sbin/ip addr flush to 2001:db8::7");
    assertThat(address.read()).containsEntry("held", "false");
  }

  @Test
  void isTakenOffAgainWhenTheKernelDoesNotComeToUseIt() throws Exception {
    stands("with.json", entry(",\"tentative\":true"));

    assertThatThrownBy(() -> address.assign(context(1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("see that the device is up");

    assertThat(address.read()).containsEntry("held", "false");
  }

  @Test
  void saysThatTheKernelDoesNotUseIt() throws Exception {
    stands("now.json", entry(",\"tentative\":true,\"dadfailed\":true"));

    assertThat(address.read())
        .containsEntry("held", "true")
        .containsEntry(
            "why",
            "it stands as 2001:db8::7/64 on eth0 (unused: somebody else has it),"
                + " the policy says 2001:db8::7/64 on eth0");
  }

  @Test
  void isTheSameHoweverThePolicyWritesIt() throws Exception {
    stands("now.json", entry(""));

    AddressActions other = address("2001:DB8:0::0007", folder.resolve("programs"));

    assertThat(other.read()).containsEntry("held", "true").doesNotContainKey("why");
  }
}
