package dev.baton.agent;

import static dev.baton.protocol.ActionType.APPLICATION_STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an agent must not do, asked of a real one over mutual TLS. */
class AgentRefusalsTest {

  private static final Map<String, String> GRACEFUL = Map.of("mode", "graceful");

  @TempDir private Path folder;
  private ServingHost host;

  @BeforeEach
  void startAnAgent() throws Exception {
    host = new ServingHost(folder);
  }

  @AfterEach
  void stopIt() throws Exception {
    host.close();
  }

  private ActionRequest stop(long sequence) {
    return host.agent().request(APPLICATION_STOP, sequence, GRACEFUL, Map.of());
  }

  private TestCaller.Reply send(String id, Map<String, Object> request) throws Exception {
    return host.agent().caller().perform(id, request, 20);
  }

  private static Map<String, Object> with(ActionRequest request, String key, Object value) {
    Map<String, Object> map = request.toMap();
    map.put(key, value);
    return map;
  }

  @Test
  void runsARepeatedOrderOnce() throws Exception {
    TestCaller.Reply first = send("op/stop/1", stop(1).toMap());
    host.application().setRunning();
    TestCaller.Reply second = send("op/stop/1", stop(1).toMap());
    TestCaller.Reply lookedUp = host.agent().caller().get(TestCaller.actionPath("op/stop/1"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(lookedUp.body()).isEqualTo(first.body());
    assertThat(host.application().calls()).containsExactly("stop");
  }

  @Test
  void refusesAnotherOrderUnderAKnownId() throws Exception {
    TestCaller.Reply first = send("op/stop/1", stop(1).toMap());
    TestCaller.Reply second = send("op/stop/1", stop(2).toMap());

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("refusal")).isEqualTo("id-reused");
  }

  static Stream<Arguments> staleOrders() {
    return Stream.of(
        arguments("epoch", 6L, "stale-epoch"),
        arguments("instance", "replica-2", "stale-epoch"),
        arguments("sequence", 10L, "stale-sequence"),
        arguments("session", "an earlier one", "stale-session"));
  }

  @ParameterizedTest(name = "{0} = {1} is {2}")
  @MethodSource("staleOrders")
  void refusesAnOrderOfThePast(String field, Object value, String refusal) throws Exception {
    TestCaller.Reply before = send("op/stop/1", stop(10).toMap());
    TestCaller.Reply stale = send("op/stop/2", with(stop(11), field, value));

    assertThat(before.status()).isEqualTo(200);
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.text("refusal")).isEqualTo(refusal);
    assertThat(host.application().calls()).containsExactly("stop");
  }

  @Test
  void remembersTheHighestEpochAcrossARestart() throws Exception {
    TestCaller.Reply newer = send("op/stop/1", with(stop(1), "epoch", 9L));
    host.agent().restart();
    TestCaller.Reply older = send("op/stop/2", with(stop(2), "epoch", 8L));

    assertThat(newer.status()).isEqualTo(200);
    assertThat(older.text("refusal")).isEqualTo("stale-epoch");
    assertThat(older.fact("highestEpoch")).isEqualTo("9");
    assertThat(Json.write(host.agent().caller().get("/v1/hello").body())).contains("\"epoch\":9");
  }

  @Test
  void refusesTheFormerReplicaFromTheMomentItHearsOfANewOne() throws Exception {
    TestCaller.Reply told = announce("{\"epoch\":9,\"term\":1,\"instance\":\"replica-2\"}");
    TestCaller.Reply stale = send("op/stop/1", with(stop(1), "epoch", 8L));
    TestCaller.Reply former = announce("{\"epoch\":8,\"term\":1,\"instance\":\"replica-1\"}");
    TestCaller.Reply malformed = announce("{\"epoch\":10}");

    assertThat(told.status()).isEqualTo(200);
    assertThat(stale.text("refusal")).isEqualTo("stale-epoch");
    assertThat(former.text("refusal")).isEqualTo("stale-epoch");
    assertThat(malformed.text("refusal")).isEqualTo("malformed");
    assertThat(host.application().calls()).isEmpty();
  }

  private TestCaller.Reply announce(String body) throws Exception {
    return host.agent()
        .caller()
        .send(
            "PUT",
            "/v1/epochs/ci",
            body.replace("{", "{\"installation\":\"%s\",".formatted(TestAgent.INSTALLATION)));
  }

  @Test
  void touchesNothingWhenThePreconditionFails() throws Exception {
    ActionRequest wrong =
        host.agent().request(APPLICATION_STOP, 1, GRACEFUL, Map.of("applicationRunning", "false"));

    TestCaller.Reply reply = send("op/stop/1", wrong.toMap());

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("refusal")).isEqualTo("precondition-failed");
    assertThat(reply.fact("applicationRunning")).isEqualTo("true");
    assertThat(host.application().calls()).isEmpty();
    assertThat(host.agent().caller().get(TestCaller.actionPath("op/stop/1")).text("refusal"))
        .isEqualTo("unknown-id");
  }

  @Test
  void takesOneOrderPerResourceAtATime() throws Exception {
    host.application().closeGate();
    TestCaller.Reply first = host.agent().caller().perform("op/stop/1", stop(1).toMap(), 0);
    TestCaller.Reply second = host.agent().caller().perform("op/stop/2", stop(2).toMap(), 0);
    await().until(() -> host.application().calls().contains("stop"));
    host.application().openGate();
    TestCaller.Reply ended =
        host.agent().caller().get(TestCaller.actionPath("op/stop/1") + "?wait=20");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.text("state")).isEqualTo("RUNNING");
    assertThat(second.text("refusal")).isEqualTo("busy");
    assertThat(second.fact("running")).isEqualTo("op/stop/1");
    assertThat(ended.text("state")).isEqualTo("SUCCEEDED");
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        arguments("type", "application.reinstall", 404, "unknown-action"),
        arguments("type", "application.health", 400, "malformed"),
        arguments("params", Map.of("mode", "graceful", "path", "/"), 400, "malformed"),
        arguments("params", Map.of(), 400, "malformed"),
        arguments("expect", Map.of("weather", "fine"), 400, "malformed"),
        arguments("expect", Map.of("addressHeld", "true"), 403, "not-in-policy"),
        arguments("epoch", "7", 400, "malformed"),
        arguments("extra", "x", 400, "malformed"));
  }

  @ParameterizedTest(name = "{0} = {1} is {3}")
  @MethodSource("nonsense")
  void refusesNonsense(String field, Object value, int status, String refusal) throws Exception {
    TestCaller.Reply reply = send("op/stop/1", with(stop(1), field, value));

    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    assertThat(reply.text("refusal")).isEqualTo(refusal);
    assertThat(host.application().calls()).isEmpty();
  }

  @Test
  void refusesWhatThePolicyDoesNotName() throws Exception {
    ActionRequest promote =
        host.agent().request(ActionType.POSTGRES_PROMOTE, 1, Map.of(), Map.of());

    TestCaller.Reply order = send("op/promote/1", promote.toMap());
    TestCaller.Reply read = host.agent().read(ActionType.ADDRESS_PROBE, Map.of());

    assertThat(order.status()).isEqualTo(403);
    assertThat(order.text("refusal")).isEqualTo("not-in-policy");
    assertThat(read.text("refusal")).isEqualTo("not-in-policy");
  }

  @Test
  void answersBrokenCallsWithRefusals() throws Exception {
    TestCaller.Reply broken = host.agent().caller().send("PUT", "/v1/actions/x", "{");
    TestCaller.Reply large = host.agent().caller().send("PUT", "/v1/actions/x", " ".repeat(70_000));
    TestCaller.Reply unknown = host.agent().caller().get("/v2/hello");
    TestCaller.Reply number = host.agent().caller().get("/v1/observation?after=x");

    assertThat(broken.text("refusal")).isEqualTo("malformed");
    assertThat(large.text("refusal")).isEqualTo("malformed");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(number.status()).isEqualTo(400);
  }

  @Test
  void takesNoOrdersFromAnotherAgent() throws Exception {
    TestCaller caller =
        new TestCaller(
            host.agent().port(),
            host.authority(),
            host.authority().issue("other", "baton://host/west-app"));

    assertThat(caller.get("/v1/hello").text("refusal")).isEqualTo("not-allowed");
    assertThat(caller.perform("op/stop/1", stop(1)).status()).isEqualTo(403);
    assertThat(host.application().calls()).isEmpty();
  }

  @Test
  void takesNoOrdersFromAPeerWithTwoNames() throws Exception {
    TestCaller caller =
        new TestCaller(
            host.agent().port(),
            host.authority(),
            host.authority().issue("two", "baton://control-plane/a", "baton://control-plane/b"));

    assertThat(caller.get("/v1/hello").text("refusal")).isEqualTo("not-allowed");
  }

  @Test
  void ignoresStrangersInTheHandshake() throws Exception {
    TestCertificates others = new TestCertificates(folder.resolve("other-ca"));
    TestCertificates.Credentials own = host.authority().issue("old", "baton://control-plane/old");
    Stream<TestCaller> strangers =
        Stream.of(
            new TestCaller(host.agent().port(), host.authority(), Optional.empty(), "TLSv1.3"),
            new TestCaller(
                host.agent().port(),
                host.authority(),
                others.issue("evil", "baton://control-plane/evil")),
            new TestCaller(host.agent().port(), host.authority(), Optional.of(own), "TLSv1.2"));

    strangers.forEach(stranger ->
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> stranger.get("/v1/hello")));
  }
}
