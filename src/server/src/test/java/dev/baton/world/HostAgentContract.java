package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostBinding;
import dev.baton.host.Installations;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.InstallationId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the control plane relies on in an agent, be it real or simulated. */
public abstract class HostAgentContract {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One host whose application runs, and its agent. */
  public interface Bench {

    /** Whom the host obeys, as it shows it. */
    default HostBinding binding() {
      return agent().observe(host(), 0, Duration.ZERO) instanceof ObservationResult.Seen(var seen)
          ? seen.binding()
          : new HostBinding(Map.of("why", "not seen"));
    }

    HostAgent agent();

    HostId host();

    /** How often the application has been stopped so far. */
    int stops() throws Exception;

    /** That order will still be under way when it is asked for first, or until {@link #release}. */
    void slowsDownOver(String commandId) throws Exception;

    void release() throws Exception;

    /** The agent goes down while that order is under way, and comes up again. */
    void goesDownOver(String commandId) throws Exception;
  }

  protected abstract Bench bench();

  final String session() {
    AgentReply hello =
        await()
            .atMost(PATIENCE)
            .until(
                () -> bench().agent().hello(bench().host(), LIMIT),
                AgentReply.Done.class::isInstance);
    return ((AgentReply.Done) hello).evidence().getOrDefault("session", "");
  }

  final ActionRequest stop(long epoch, String replica, long sequence, String session) {
    return stop(Installations.OURS, "ci", epoch, replica, sequence, session);
  }

  private static ActionRequest stop(
      InstallationId installation,
      String scope,
      long epoch,
      String replica,
      long sequence,
      String session) {
    return new ActionRequest(
        ActionType.APPLICATION_STOP,
        installation,
        scope,
        epoch,
        1,
        sequence,
        replica,
        session,
        Duration.ofSeconds(30),
        Map.of(),
        Map.of("mode", "graceful"),
        "operation",
        "step",
        "tester");
  }

  private AgentReply send(String id, ActionRequest request) {
    return bench().agent().perform(bench().host(), id, request);
  }

  private AgentReply ask(String id) {
    return bench().agent().lookUp(bench().host(), id, LIMIT);
  }

  private static String code(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused
        ? refused.code().wireName()
        : reply.toString();
  }

  @Test
  void doesARepeatedOrderOnceAndAnswersTheSame() throws Exception {
    ActionRequest order = stop(7, "replica-1", 1, session());

    AgentReply first = send("op/stop/1", order);
    AgentReply second = send("op/stop/1", order);
    AgentReply asked = ask("op/stop/1");

    assertThat(first).isInstanceOf(AgentReply.Done.class);
    assertThat(second).isEqualTo(first);
    assertThat(asked).isEqualTo(first);
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void knowsNoOrderThatNeverArrived() {
    assertThat(code(ask("op/stop/1"))).isEqualTo("unknown-id");
  }

  @Test
  void refusesAnotherOrderUnderAKnownId() throws Exception {
    AgentReply first = send("op/stop/1", stop(7, "replica-1", 1, session()));
    AgentReply second = send("op/stop/1", stop(7, "replica-1", 2, session()));

    assertThat(first).isInstanceOf(AgentReply.Done.class);
    assertThat(code(second)).isEqualTo("id-reused");
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void refusesOrdersOfThePast() throws Exception {
    String session = session();
    AgentReply newest = send("op/stop/1", stop(7, "replica-1", 10, session));

    assertThat(newest).isInstanceOf(AgentReply.Done.class);
    assertThat(code(send("op/stop/2", stop(6, "replica-0", 11, session)))).isEqualTo("stale-epoch");
    assertThat(code(send("op/stop/2", stop(7, "replica-2", 11, session)))).isEqualTo("stale-epoch");
    assertThat(code(send("op/stop/2", stop(7, "replica-1", 11, "another"))))
        .isEqualTo("stale-session");
    assertThat(code(send("op/stop/2", stop(7, "replica-1", 10, session))))
        .isEqualTo("stale-sequence");
    assertThat(code(ask("op/stop/2"))).isEqualTo("unknown-id");
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void obeysTheFirstInstallationAndPairOnly() throws Exception {
    String session = session();
    AgentReply first = send("op/stop/1", stop(7, "replica-1", 10, session));

    AgentReply stranger =
        send("op/stop/2", stop(Installations.ANOTHER, "ci", 99, "replica-9", 11, session));
    AgentReply otherPair =
        send("op/stop/3", stop(Installations.OURS, "other", 99, "replica-1", 11, session));
    AgentReply repeat =
        send("op/stop/1", stop(Installations.ANOTHER, "ci", 7, "replica-1", 10, session));

    assertThat(first).isInstanceOf(AgentReply.Done.class);
    assertThat(code(stranger)).isEqualTo("bound-elsewhere");
    assertThat(code(otherPair)).isEqualTo("bound-elsewhere");
    assertThat(code(repeat)).isEqualTo("bound-elsewhere");
    assertThat(code(ask("op/stop/2"))).isEqualTo("unknown-id");
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void tellsWhomItObeysAndWhomItRefused() throws Exception {
    HostBinding before = binding();
    AgentReply first = send("op/stop/1", stop(7, "replica-1", 10, session()));
    HostBinding bound = binding();
    AgentReply stranger =
        send("op/stop/2", stop(Installations.ANOTHER, "other", 7, "replica-1", 11, session()));
    HostBinding after = binding();

    assertThat(before.facts()).isEmpty();
    assertThat(first).isInstanceOf(AgentReply.Done.class);
    assertThat(bound.facts()).containsEntry("ours", "true").containsEntry("pair", "ci");
    assertThat(bound.elsewhere(new PairId("ci"))).isFalse();
    assertThat(bound.elsewhere(new PairId("other"))).isTrue();
    assertThat(code(stranger)).isEqualTo("bound-elsewhere");
    assertThat(after.intrusion(bench().host()))
        .hasValueSatisfying(
            why -> assertThat(why).contains("pair 'other'", Installations.ANOTHER.value()));
  }

  private HostBinding binding() {
    return bench().binding();
  }

  @Test
  void touchesNothingWhenThePreconditionFails() throws Exception {
    ActionRequest plain = stop(7, "replica-1", 1, session());
    ActionRequest wrong =
        new ActionRequest(
            plain.type(),
            plain.installation(),
            plain.scope(),
            plain.epoch(),
            plain.term(),
            plain.sequence(),
            plain.instance(),
            plain.session(),
            plain.timeout(),
            Map.of("applicationRunning", "false"),
            plain.params(),
            plain.operation(),
            plain.step(),
            plain.actor());

    AgentReply reply = send("op/stop/1", wrong);

    assertThat(code(reply)).isEqualTo("precondition-failed");
    assertThat(((AgentReply.Refused) reply).evidence()).containsEntry("applicationRunning", "true");
    assertThat(code(ask("op/stop/1"))).isEqualTo("unknown-id");
    assertThat(bench().stops()).isZero();
  }

  @Test
  void saysThatAnOrderIsUnderWayAndLaterHowItEnded() throws Exception {
    bench().slowsDownOver("op/stop/1");
    ActionRequest order = stop(7, "replica-1", 1, session());
    CompletableFuture<AgentReply> sent =
        CompletableFuture.supplyAsync(() -> send("op/stop/1", order));
    AgentReply running =
        await()
            .atMost(PATIENCE)
            .until(
                () -> bench().agent().lookUp(bench().host(), "op/stop/1", Duration.ofMillis(200)),
                reply -> !code(reply).equals("unknown-id"));
    bench().release();

    AgentReply ended =
        await().atMost(PATIENCE).until(() -> ask("op/stop/1"), AgentReply.Done.class::isInstance);

    assertThat(running).isInstanceOf(AgentReply.Unknown.class);
    assertThat(((AgentReply.Unknown) running).open()).isTrue();
    assertThat(ended).isInstanceOf(AgentReply.Done.class);
    assertThat(sent).succeedsWithin(PATIENCE);
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void callsAnOrderLostThatItWentDownOver() throws Exception {
    String before = session();
    bench().goesDownOver("op/stop/1");
    ActionRequest order = stop(7, "replica-1", 1, before);
    send("op/stop/1", order);
    AgentReply asked =
        await()
            .atMost(PATIENCE)
            .until(
                () -> ask("op/stop/1"),
                reply -> reply instanceof AgentReply.Unknown(var why, var open) && !open);

    AgentReply repeated = send("op/stop/1", order);

    assertThat(asked).isInstanceOf(AgentReply.Unknown.class);
    assertThat(((AgentReply.Unknown) repeated).open()).isFalse();
    assertThat(session()).isNotEqualTo(before);
  }
}
