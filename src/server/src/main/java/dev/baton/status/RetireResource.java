package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.replica.PairLease;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.OwnInstallation;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.Fields;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.IfMatchRequired;
import dev.baton.operation.api.OperationQueries;
import dev.baton.operation.api.StartChecks;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.HostReleased;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.RefusalCode;
import dev.baton.status.RetireView.BoundHost;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Gives a pair up: recorded first, so that nothing begins on it any more, then told to its hosts
 * under an epoch above all before. Whoever does not answer stays bound until it is called again.
 */
@Path("/v1/pairs/{pair}/retire")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pairs")
@RunOnVirtualThread
public class RetireResource {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final StartChecks checks;
  private final OperationQueries operations;
  private final PairRepository pairs;
  private final PairLease lease;
  private final HostAgent agent;
  private final OwnInstallation own;
  private final IdempotentCalls idempotent;
  private final String replica;

  RetireResource(
      StartChecks checks,
      OperationQueries operations,
      PairRepository pairs,
      PairLease lease,
      HostAgent agent,
      OwnInstallation own,
      IdempotentCalls idempotent,
      Replica replica) {
    this.checks = checks;
    this.operations = operations;
    this.pairs = pairs;
    this.lease = lease;
    this.agent = agent;
    this.own = own;
    this.idempotent = idempotent;
    this.replica = replica.id();
  }

  @POST
  @RolesAllowed(ApiRoles.ADMIN)
  @IfMatchRequired
  @Operation(
      operationId = "retirePair",
      summary = "Give a pair up for good, and let go of its hosts",
      description =
          "Nothing is stopped, started or opened: what serves goes on serving, what is held"
              + " down stays down. Hosts that do not answer are named and stay bound; the same call tries"
              + " them again. The name is not free afterwards, the hosts are.")
  @APIResponseSchema(
      value = RetireView.class,
      responseCode = "200",
      responseDescription = "It is retired; see which hosts let go")
  public Response retire(@PathParam("pair") String name, @Nullable RetireRequest body) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return idempotent.once(body, (request, call) -> retire(pair, call), first -> again(pair));
  }

  private ChangeAnswer retire(PairId pair, ChangeCall call)
      throws StaleVersionException, DuplicateKeyException {
    PairState state = checks.retirable(pair, call);
    if (state.retired().isPresent() && bound(state).isEmpty()) {
      return ChangeAnswer.ok(view(state, Map.of()));
    }
    long epoch = state.epoch() + 1;
    PairEvent begun =
        state.retired().isPresent()
            ? new PairTakenOver(replica, epoch)
            : new PairRetired(replica, epoch);
    lease.seize(pair, replica, state.version(), epoch, List.of(begun), call.context(0));
    try {
      return ChangeAnswer.ok(letGo(operations.known(pair), call));
    } finally {
      lease.leave(pair, replica);
    }
  }

  private RetireView letGo(PairState state, ChangeCall call) throws DuplicateKeyException {
    Map<HostId, AgentReply> replies = told(state);
    List<HostId> released =
        replies.keySet().stream().filter(host -> letGo(replies.get(host))).toList();
    EventContext context = call.context(state.epoch()).withIdempotency(Idempotency.NONE);
    PairState after =
        pairs.append(
            state.pair(),
            context,
            newest ->
                released.stream()
                    .filter(bound(newest)::contains)
                    .<PairEvent>map(HostReleased::new)
                    .toList());
    return view(after, replies);
  }

  /** One that takes its orders from somebody else obeys this pair no more. */
  private static boolean letGo(@Nullable AgentReply reply) {
    return reply instanceof AgentReply.Done
        || (reply instanceof AgentReply.Refused refused
            && refused.code() == RefusalCode.BOUND_ELSEWHERE);
  }

  /** All at once: a call takes no longer than the slowest host. */
  private Map<HostId, AgentReply> told(PairState state) {
    Announcement retirement =
        new Announcement(
            own.id(),
            state.pair().value(),
            state.epoch(),
            state.term(),
            replica,
            Optional.of(new Announcement.Assignment(HostRole.RETIRED, state.version())));
    Map<HostId, AgentReply> replies = new ConcurrentHashMap<>();
    bound(state).stream()
        .map(host ->
            Thread.ofVirtual()
                .start(() -> replies.put(host, agent.announce(host, retirement, LIMIT))))
        .toList()
        .forEach(RetireResource::join);
    return replies;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a repeated call finds: hosts that are bound still need a call of their own. */
  private ChangeAnswer again(PairId pair) {
    return ChangeAnswer.ok(view(operations.known(pair), Map.of()));
  }

  private static Set<HostId> bound(PairState state) {
    Set<HostId> bound = new LinkedHashSet<>(PairSnapshot.hosts(state));
    bound.removeAll(state.retired().orElse(Set.of()));
    return bound;
  }

  private static RetireView view(PairState state, Map<HostId, AgentReply> replies) {
    Map<String, String> why = new TreeMap<>();
    bound(state)
        .forEach(host ->
            why.put(
                host.value(),
                Optional.ofNullable(replies.get(host))
                    .map(AgentReply::why)
                    .orElse("call again with a new Idempotency-Key")));
    Set<String> released = new TreeSet<>();
    state.retired().orElse(Set.of()).forEach(host -> released.add(host.value()));
    return new RetireView(
        state.pair().value(),
        "RETIRED",
        List.copyOf(released),
        why.entrySet().stream()
            .map(host -> new BoundHost(host.getKey(), host.getValue()))
            .toList());
  }
}
