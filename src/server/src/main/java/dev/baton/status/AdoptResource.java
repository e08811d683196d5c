package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.eventlog.replica.PairLease;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.DatabaseFailure;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.engine.OutcomeEvents;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.operation.engine.PairRepository;
import dev.baton.operation.engine.RecordFreshness;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.status.AdoptView.AdoptedPair;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a person's word that an older record counts (S14): first the log, where it lost events,
 * then each pair whose agents know more than its record.
 */
@Path("/v1/adopt")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "record", description = "Going on from an older record")
@RunOnVirtualThread
public class AdoptResource {

  private static final Logger LOG = Logger.getLogger(AdoptResource.class);

  /** A pair that changes faster than this many readings is not going to hold still. */
  private static final int ATTEMPTS = 5;

  private static final String AGAIN = "call again with a new Idempotency-Key";

  private final SqlEventLog log;
  private final PairDirectory directory;
  private final PairRepository pairs;
  private final RecordFreshness freshness;
  private final PairLease lease;
  private final HostAgent agent;
  private final IdempotentCalls idempotent;
  private final String replica;

  AdoptResource(
      SqlEventLog log,
      PairDirectory directory,
      PairRepository pairs,
      RecordFreshness freshness,
      PairLease lease,
      HostAgent agent,
      IdempotentCalls idempotent,
      Replica replica) {
    this.log = log;
    this.directory = directory;
    this.pairs = pairs;
    this.freshness = freshness;
    this.lease = lease;
    this.agent = agent;
    this.idempotent = idempotent;
    this.replica = replica.id();
  }

  @POST
  @RolesAllowed(ApiRoles.ADMIN)
  @Operation(
      operationId = "adoptRecord",
      summary = "Go on from a record that is older than what is known of it",
      description =
          "For after the restore of an older database. What is missing goes on record; each pair goes on"
              + " above the epochs and terms of its agents, with the site as primary whose database"
              + " writes. A pair that is not clear is only watched still, and says why.")
  @APIResponseSchema(
      value = AdoptView.class,
      responseCode = "200",
      responseDescription = "What was adopted is on record")
  public Response adopt(@Nullable AdoptRequest body) {
    return idempotent.once(body, this::adopt, this::again);
  }

  private ChangeAnswer adopt(AdoptRequest request, ChangeCall call)
      throws StaleVersionException, DuplicateKeyException {
    EventContext context = call.context(0);
    if (log.rollback().isPresent()) {
      log.adopt(context);
      context = context.withIdempotency(Idempotency.NONE);
    } else if (stale().isEmpty()) {
      throw new ProblemException(
          ProblemType.NOTHING_TO_ADOPT,
          "The log holds all that this replica acknowledged, and no agent that answers knows more"
              + " than the record of its pair.");
    }
    List<AdoptedPair> done = new ArrayList<>();
    for (PairId pair : stale()) {
      AdoptedPair adopted = adoptedOrWhyNot(pair, request, context);
      done.add(adopted);
      context = adopted.adopted() ? context.withIdempotency(Idempotency.NONE) : context;
    }
    return ChangeAnswer.ok(view(done));
  }

  private List<PairId> stale() {
    List<PairId> all = directory.pairs();
    freshness.look(all);
    return all.stream().filter(pair -> freshness.of(pair).isPresent()).toList();
  }

  /**
   * A pair at which something goes wrong holds up no other: a call that ended there would be
   * answered, when it is repeated, as one that has adopted all it is going to.
   */
  private AdoptedPair adoptedOrWhyNot(PairId pair, AdoptRequest request, EventContext context)
      throws DuplicateKeyException {
    String why = "";
    for (int tries = 0; tries < ATTEMPTS; tries++) {
      try {
        return adopt(pair, request, context);
      } catch (StaleVersionException somebodyWasFaster) {
        why = String.valueOf(somebodyWasFaster.getMessage());
      } catch (UnreadableEventException e) {
        LOG.warnf("cannot adopt pair=%s: %s", pair, e.getMessage());
        return AdoptedPair.not(pair, PairAlarms.unreadable(e));
      } catch (RuntimeException e) {
        if (DatabaseFailure.isBehind(e)) {
          throw e; // no pair's fault
        }
        LOG.warnf(e, "cannot adopt pair=%s: %s", pair, e);
        return AdoptedPair.not(pair, "an error, see this replica's log file; then " + AGAIN);
      }
    }
    LOG.warnf("cannot adopt pair=%s: %s", pair, why);
    return AdoptedPair.not(pair, why + "; look again, then " + AGAIN);
  }

  private AdoptedPair adopt(PairId pair, AdoptRequest request, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    PairState record = pairs.find(pair).orElseThrow();
    return switch (PairAdoption.of(
        record, shown(record), freshness.memories(pair), request.primary(pair.value()), replica)) {
      case PairAdoption.Unclear(String why) -> AdoptedPair.not(pair, why);
      case PairAdoption.Clear(var event) -> {
        List<PairEvent> events = new ArrayList<>(OutcomeEvents.overtaken(record));
        events.add(event);
        lease.adopt(pair, replica, record.version(), event.epoch(), events, context);
        freshness.look(List.of(pair));
        yield new AdoptedPair(
            pair.value(), true, event.primary().value(), event.term(), event.epoch(), null);
      }
    };
  }

  private Map<HostId, Observation> shown(PairState record) {
    Map<HostId, Observation> shown = new HashMap<>();
    for (HostId host : PairSnapshot.hosts(record)) {
      if (agent.observe(host, 0, Duration.ZERO)
          instanceof ObservationResult.Seen(Observation seen)) {
        shown.put(host, seen);
      }
    }
    return shown;
  }

  /** What a repeated call finds: what is left to adopt needs a call of its own. */
  private ChangeAnswer again(RecordedEvent first) {
    return ChangeAnswer.ok(
        view(stale().stream().map(pair -> AdoptedPair.not(pair, AGAIN)).toList()));
  }

  private AdoptView view(List<AdoptedPair> done) {
    return new AdoptView(log.rollback().map(LogRollback::sentence).orElse(null), done);
  }
}
