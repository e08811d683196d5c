package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
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

  private String session() {
    HostReply hello =
        await()
            .atMost(PATIENCE)
            .until(
                () -> bench().agent().hello(bench().host(), LIMIT),
                HostReply.Done.class::isInstance);
    return ((HostReply.Done) hello).evidence().getOrDefault("session", "");
  }

  private ActionRequest stop(long epoch, String replica, long sequence, String session) {
    return new ActionRequest(
        ActionType.APPLICATION_STOP,
        "ci",
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

  private HostReply send(String id, ActionRequest request) {
    return bench().agent().perform(bench().host(), id, request);
  }

  private HostReply ask(String id) {
    return bench().agent().lookUp(bench().host(), id, LIMIT);
  }

  private static String code(HostReply reply) {
    return reply instanceof HostReply.Refused refused ? refused.code() : reply.toString();
  }

  @Test
  void doesARepeatedOrderOnceAndAnswersTheSame() throws Exception {
    ActionRequest order = stop(7, "replica-1", 1, session());

    HostReply first = send("op/stop/1", order);
    HostReply second = send("op/stop/1", order);
    HostReply asked = ask("op/stop/1");

    assertThat(first).isInstanceOf(HostReply.Done.class);
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
    HostReply first = send("op/stop/1", stop(7, "replica-1", 1, session()));
    HostReply second = send("op/stop/1", stop(7, "replica-1", 2, session()));

    assertThat(first).isInstanceOf(HostReply.Done.class);
    assertThat(code(second)).isEqualTo("id-reused");
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void refusesOrdersOfThePast() throws Exception {
    String session = session();
    HostReply newest = send("op/stop/1", stop(7, "replica-1", 10, session));

    assertThat(newest).isInstanceOf(HostReply.Done.class);
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
  void touchesNothingWhenThePreconditionFails() throws Exception {
    ActionRequest plain = stop(7, "replica-1", 1, session());
    ActionRequest wrong =
        new ActionRequest(
            plain.type(),
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

    HostReply reply = send("op/stop/1", wrong);

    assertThat(code(reply)).isEqualTo("precondition-failed");
    assertThat(((HostReply.Refused) reply).evidence()).containsEntry("applicationRunning", "true");
    assertThat(code(ask("op/stop/1"))).isEqualTo("unknown-id");
    assertThat(bench().stops()).isZero();
  }

  @Test
  void saysThatAnOrderIsUnderWayAndLaterHowItEnded() throws Exception {
    bench().slowsDownOver("op/stop/1");
    ActionRequest order = stop(7, "replica-1", 1, session());
    CompletableFuture<HostReply> sent =
        CompletableFuture.supplyAsync(() -> send("op/stop/1", order));
    HostReply running =
        await()
            .atMost(PATIENCE)
            .until(
                () -> bench().agent().lookUp(bench().host(), "op/stop/1", Duration.ofMillis(200)),
                reply -> !code(reply).equals("unknown-id"));
    bench().release();

    HostReply ended =
        await().atMost(PATIENCE).until(() -> ask("op/stop/1"), HostReply.Done.class::isInstance);

    assertThat(running).isInstanceOf(HostReply.Unknown.class);
    assertThat(((HostReply.Unknown) running).open()).isTrue();
    assertThat(ended).isInstanceOf(HostReply.Done.class);
    assertThat(sent).succeedsWithin(PATIENCE);
    assertThat(bench().stops()).isEqualTo(1);
  }

  @Test
  void callsAnOrderLostThatItWentDownOver() throws Exception {
    String before = session();
    bench().goesDownOver("op/stop/1");
    ActionRequest order = stop(7, "replica-1", 1, before);
    HostReply unused = send("op/stop/1", order);
    HostReply asked =
        await()
            .atMost(PATIENCE)
            .until(
                () -> ask("op/stop/1"),
                reply -> reply instanceof HostReply.Unknown(var why, var open) && !open);

    HostReply repeated = send("op/stop/1", order);

    assertThat(asked).isInstanceOf(HostReply.Unknown.class);
    assertThat(((HostReply.Unknown) repeated).open()).isFalse();
    assertThat(session()).isNotEqualTo(before);
  }
}
