package dev.baton.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.TestScript;
import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.UnsureException;
import dev.baton.agent.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that commands move, honest ones and others; its holder stands in a file. */
class CommandAddressTest {

  private static final String NAME = "shop.example";

  @TempDir private Path folder;
  private AddressActions address;

  @BeforeEach
  void nobodyHoldsIt() throws Exception {
    heldBy("");
    command("assign", "echo me > holder");
    command("release", "echo > holder");
    command(
        "probe", "case $(cat holder) in me) exit 0 ;; '') exit 3 ;; *) cat holder; exit 4 ;; esac");
    address =
        new AddressActions(
            new Policy.AddressPart(
                NAME,
                new Policy.ByCommands(
                    words("assign"), words("release"), words("probe"), Duration.ofSeconds(2))),
            folder);
  }

  private List<String> words(String name) {
    return List.of(folder.resolve(name).toString(), name);
  }

  private void command(String name, String body) throws Exception {
    TestScript.write(
        folder.resolve(name), "cd %s; echo \"$@\" >> calls; %s".formatted(folder, body));
  }

  private void heldBy(String who) throws Exception {
    Files.writeString(folder.resolve("holder"), who);
  }

  private List<String> calls() throws Exception {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private static ActionContext context() {
    return new ActionContext(Map.of(), Deadline.in(Duration.ofSeconds(10)), progress -> {});
  }

  @Test
  void isAssignedBetweenTwoProbesAndEachCommandGetsItAsLastWord() throws Exception {
    Map<String, String> facts = address.assign(context());

    assertThat(facts)
        .containsEntry("address", NAME)
        .containsEntry("held", "true")
        .containsEntry("already", "false")
        .containsKey("assignMs");
    assertThat(calls())
        .containsExactly("probe shop.example", "assign shop.example", "probe shop.example");
  }

  @Test
  void isLeftAloneWhereItIsAlready() throws Exception {
    heldBy("me");

    assertThat(address.assign(context())).containsEntry("already", "true");

    assertThat(calls()).containsExactly("probe shop.example");
  }

  @Test
  void isReleasedAndReadBack() throws Exception {
    heldBy("me");

    assertThat(address.release(context()))
        .containsEntry("held", "false")
        .containsEntry("already", "false")
        .containsKey("releaseMs");
    assertThat(calls())
        .containsExactly("probe shop.example", "release shop.example", "probe shop.example");
  }

  @Test
  void isNotReleasedWhereItIsNotHeld() throws Exception {
    heldBy("east-app");

    assertThat(address.release(context())).containsEntry("already", "true");

    assertThat(calls()).containsExactly("probe shop.example");
  }

  @Test
  void isNotTakenFromSomebodyElse() throws Exception {
    heldBy("east-app");

    assertThat(address.probe(context()))
        .containsEntry("held", "false")
        .containsEntry("answered", "true")
        .containsEntry("mac", "east-app");
    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessage("shop.example is answered by east-app");
    assertThat(calls()).doesNotContain("assign shop.example");
  }

  @Test
  void somebodyWhoTakesItInBetweenIsFound() throws Exception {
    command("assign", "echo east-app > holder");

    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessage("shop.example is answered by east-app");
  }

  @Test
  void anAssignmentThatIsNoneIsFound() throws Exception {
    command("assign", "exit 0");

    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessage(
            "%1$s/assign ended with 0, but by %1$s/probe this host does not hold shop.example;"
                    .formatted(folder)
                + " mend the one that is wrong and try again");
  }

  @Test
  void aReleaseThatIsNoneIsFound() throws Exception {
    heldBy("me");
    command("release", "exit 0");

    assertThatThrownBy(() -> address.release(context()))
        .isInstanceOf(FailedException.class)
        .hasMessage(
            "%1$s/release ended with 0, but by %1$s/probe this host still holds shop.example;"
                    .formatted(folder)
                + " mend the one that is wrong and try again");
  }

  @Test
  void aCommandThatFailsSaysWhyWithItsLastLine() throws Exception {
    command("assign", "echo asking; echo 'quota exceeded' >&2; exit 1");

    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOf(FailedException.class)
        .hasMessage(folder + "/assign ended with 1: quota exceeded");
  }

  @Test
  void nobodyKnowsWhatACommandDidThatDidNotEnd() throws Exception {
    command("assign", "exec sleep 60");

    assertThatThrownBy(() -> address.assign(context()))
        .isInstanceOf(UnsureException.class)
        .hasMessageContaining("assign did not end in time: nobody knows who holds shop.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 2", "exit 127", "exec sleep 60"})
  void isNotTakenWhenTheProbeDoesNotKnow(String body) throws Exception {
    command("probe", body);

    assertThatThrownBy(() -> address.assign(context())).isInstanceOf(FailedException.class);

    assertThat(calls()).containsExactly("probe shop.example");
  }

  @Test
  void whoeverLooksAllTheTimeHasItProbedSeldom() throws Exception {
    await().ignoreExceptions().until(() -> "false".equals(address.read().get("held")));
    heldBy("me");

    assertThat(address.read()).containsEntry("held", "false");
    address.refresh();
    assertThat(address.read()).containsEntry("held", "true");
    assertThat(calls()).hasSize(2);
  }

  @Test
  void whatAnOrderFoundIsSeenAtOnce() throws Exception {
    await().ignoreExceptions().until(() -> "false".equals(address.read().get("held")));

    Map<String, String> unused = address.assign(context());

    assertThat(address.read()).containsEntry("held", "true");
  }
}
