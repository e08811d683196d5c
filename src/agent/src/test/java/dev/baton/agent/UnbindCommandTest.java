package dev.baton.agent;

import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.PolicyFile;
import dev.baton.protocol.InstallationId;
import dev.baton.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent that belongs to one control plane, and another one that wants it. */
class UnbindCommandTest {

  private static final InstallationId ANOTHER =
      new InstallationId("99999999-2222-4333-8444-555555555555");

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private ServingHost host;

  @BeforeEach
  void startAnAgent() throws Exception {
    host = new ServingHost(folder);
  }

  @AfterEach
  void stopIt() throws Exception {
    host.close();
  }

  private int unbind(String user) throws Exception {
    return new UnbindCommand(PolicyFile.read(folder.resolve("agent/agent.policy")), user, said::add)
        .run("its control plane burned down");
  }

  private TestCaller.Reply announce(InstallationId installation, String pair, long epoch)
      throws Exception {
    return announce(installation, pair, epoch, "out");
  }

  private TestCaller.Reply announce(
      InstallationId installation, String pair, long epoch, String role) throws Exception {
    return host.agent()
        .caller()
        .send(
            "PUT",
            "/v1/epochs/" + pair,
            Json.write(
                Map.of(
                    "installation",
                    installation.value(),
                    "epoch",
                    epoch,
                    "term",
                    1L,
                    "instance",
                    "replica-1",
                    "role",
                    role,
                    "version",
                    1L)));
  }

  private Map<String, @Nullable Object> binding() throws Exception {
    return Json.object(
        host.agent().caller().get("/v1/observation").body().get("binding"), "binding");
  }

  @Test
  void refusedIsAnotherInstallationHoweverHighItsEpochAndGoodItsCertificate() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);
    Map<String, Object> order =
        host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of()).toMap();
    order.put("installation", ANOTHER.value());

    TestCaller.Reply announced = announce(ANOTHER, "ci", 99);
    TestCaller.Reply ordered = host.agent().caller().perform("op/stop/1", order, 20);
    host.agent().restart();
    TestCaller.Reply later = announce(ANOTHER, "other", 99);

    assertThat(first.status()).isEqualTo(200);
    assertThat(announced.text("refusal")).isEqualTo("bound-elsewhere");
    assertThat(announced.fact("pair")).isEqualTo("ci");
    assertThat(ordered.text("refusal")).isEqualTo("bound-elsewhere");
    assertThat(later.text("refusal")).isEqualTo("bound-elsewhere");
    assertThat(host.application().calls()).isEmpty();
    assertThat(binding()).containsEntry("refusedInstallation", ANOTHER.value());
    assertThat(Json.write(host.agent().caller().get("/v1/hello").body()))
        .doesNotContain("\"epoch\":99");
  }

  @Test
  void whatItMayDoIsStillSeenByEveryControlPlane() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);

    TestCaller.Reply hello = host.agent().caller().get("/v1/hello");

    assertThat(first.status()).isEqualTo(200);
    assertThat(Json.object(hello.body().get("binding"), "binding"))
        .containsEntry("installation", TestAgent.INSTALLATION.value())
        .containsEntry("pair", "ci");
  }

  @Test
  void rootReleasesAnAgentThatRunsWithItsEpochsAndItsRole() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);

    int code = unbind("root");
    TestCaller.Reply next = announce(ANOTHER, "ci", 1);

    assertThat(first.status()).isEqualTo(200);
    assertThat(code).isZero();
    assertThat(said).singleElement().asString().contains("east-app is released", "out of the");
    assertThat(next.status()).isEqualTo(200);
    assertThat(binding()).containsEntry("installation", ANOTHER.value());
    assertThat(Files.readString(host.agent().state().resolve("released.jsonl")))
        .contains("its control plane burned down");
  }

  @Test
  void rootReleasesOneWhoseAgentIsStopped() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);
    host.agent().close();

    int code = unbind("root");

    assertThat(first.status()).isEqualTo(200);
    assertThat(code).isZero();
    assertThat(host.agent().state())
        .isDirectoryNotContaining("glob:**/binding.json")
        .isDirectoryNotContaining("glob:**/role.json")
        .isDirectoryNotContaining("glob:**/epochs.json");
    host.agent().restart();
    assertThat(announce(ANOTHER, "other", 1).status()).isEqualTo(200);
  }

  @Test
  void nobodyElseReleasesAnything() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);

    int code = unbind("postgres");

    assertThat(first.status()).isEqualTo(200);
    assertThat(code).isEqualTo(1);
    assertThat(said).singleElement().asString().contains("only root");
    assertThat(binding()).containsEntry("pair", "ci");
  }

  @Test
  void ownerRetiresThePairAndTheHostKeepsItsRoleAndServesAnotherPair() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);

    TestCaller.Reply left = announce(TestAgent.INSTALLATION, "ci", 8, "retired");
    TestCaller.Reply again = announce(TestAgent.INSTALLATION, "ci", 8, "retired");
    Map<String, @Nullable Object> free = binding();
    Object guard = host.agent().caller().get("/v1/observation").body().get("guard");
    TestCaller.Reply next = announce(TestAgent.INSTALLATION, "other", 1);

    assertThat(first.status()).isEqualTo(200);
    assertThat(left.status()).as("%s", left.body()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(free).isEmpty();
    assertThat(Json.object(guard, "guard"))
        .containsEntry("role", "out")
        .containsEntry("held", "true");
    assertThat(next.status()).isEqualTo(200);
    assertThat(binding()).containsEntry("pair", "other");
    assertThat(Files.readString(host.agent().state().resolve("released.jsonl")))
        .contains("its pair was retired", "baton://control-plane/test");
  }

  @Test
  void retiredPairNeverBindsItAgainUnlessRootSaysSo() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);
    TestCaller.Reply left = announce(TestAgent.INSTALLATION, "ci", 8, "retired");

    host.agent().restart();
    TestCaller.Reply asleep = announce(TestAgent.INSTALLATION, "ci", 9);
    TestCaller.Reply ordered = host.agent().caller().perform("op/stop/1", stop(), 20);
    int code = unbind("root");
    TestCaller.Reply after = announce(TestAgent.INSTALLATION, "ci", 9);

    assertThat(first.status()).isEqualTo(200);
    assertThat(left.status()).isEqualTo(200);
    assertThat(asleep.text("refusal")).isEqualTo("pair-retired");
    assertThat(ordered.text("refusal")).isEqualTo("pair-retired");
    assertThat(host.application().calls()).isEmpty();
    assertThat(code).isZero();
    assertThat(after.status()).isEqualTo(200);
  }

  @Test
  void nobodyButTheOwnerAndNoOlderReplicaRetiresThePair() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);

    TestCaller.Reply stranger = announce(ANOTHER, "ci", 99, "retired");
    TestCaller.Reply otherPair = announce(TestAgent.INSTALLATION, "other", 99, "retired");
    TestCaller.Reply older = announce(TestAgent.INSTALLATION, "ci", 6, "retired");

    assertThat(first.status()).isEqualTo(200);
    assertThat(stranger.text("refusal")).isEqualTo("bound-elsewhere");
    assertThat(otherPair.text("refusal")).isEqualTo("bound-elsewhere");
    assertThat(older.text("refusal")).isEqualTo("stale-epoch");
    assertThat(binding()).containsEntry("pair", "ci");
  }

  @Test
  void pairIsNotRetiredWhileAnOrderIsUnderWay() throws Exception {
    TestCaller.Reply first = announce(TestAgent.INSTALLATION, "ci", 7);
    host.application().closeGate();
    TestCaller.Reply begun = host.agent().caller().perform("op/stop/1", stop(), 0);

    TestCaller.Reply early = announce(TestAgent.INSTALLATION, "ci", 8, "retired");
    host.application().openGate();
    TestCaller.Reply ended =
        host.agent().caller().get(TestCaller.actionPath("op/stop/1") + "?wait=20");
    TestCaller.Reply later = announce(TestAgent.INSTALLATION, "ci", 8, "retired");

    assertThat(first.status()).isEqualTo(200);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(early.text("refusal")).isEqualTo("busy");
    assertThat(ended.text("state")).isEqualTo("SUCCEEDED");
    assertThat(later.status()).isEqualTo(200);
  }

  private Map<String, Object> stop() {
    return host.agent().request(APPLICATION_STOP, 1, Map.of("mode", "graceful"), Map.of()).toMap();
  }

  @Test
  void whatIsBoundToNobodyCannotBeReleased() throws Exception {
    int code = unbind("root");

    assertThat(code).isEqualTo(1);
    assertThat(said).singleElement().asString().contains("bound to nobody");
  }
}
