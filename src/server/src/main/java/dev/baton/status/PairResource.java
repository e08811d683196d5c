package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.eventlog.replica.PairLease;
import dev.baton.eventlog.replica.Replica;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.Fields;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.ListPage;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.request.ListParameters;
import dev.baton.operation.api.OperationQueries;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Registers pairs and shows their status. */
@Path("/v1/pairs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pairs", description = "Applications kept on two sites, exactly one of which serves")
@RunOnVirtualThread
public class PairResource {

  private final PairDirectory directory;
  private final OperationQueries operations;
  private final PairStatusService statusService;
  private final PairAlarms alarms;
  private final PairRegistrar registrar;
  private final EventLog log;
  private final PairLease lease;
  private final IdempotentCalls idempotent;
  private final String replica;

  PairResource(
      PairDirectory directory,
      OperationQueries operations,
      PairStatusService statusService,
      PairAlarms alarms,
      PairRegistrar registrar,
      EventLog log,
      PairLease lease,
      IdempotentCalls idempotent,
      Replica replica) {
    this.directory = directory;
    this.operations = operations;
    this.statusService = statusService;
    this.alarms = alarms;
    this.registrar = registrar;
    this.log = log;
    this.lease = lease;
    this.idempotent = idempotent;
    this.replica = replica.id();
  }

  /** A page of them. */
  @Schema(description = "A page of pairs, retired ones included")
  public record PairList(
      @Schema(description = "By name") List<PairStatus> pairs, @Nullable String next) {}

  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "listPairs",
      summary = "All pairs, by name, retired ones included",
      description = "Each as getPair shows it, with what was seen of its hosts last.")
  public PairList list(@BeanParam ListParameters parameters) {
    List<PairId> all =
        Stream.concat(directory.pairs().stream(), directory.retired().stream())
            .sorted(Comparator.comparing(PairId::value))
            .toList();
    ListPage<PairId> page = parameters.page("pairs", all, PairId::value);
    Map<PairId, PairStatus> shown = new HashMap<>();
    alarms.each(
        "show it",
        page.items(),
        pair -> shown.put(pair, statusService.status(operations.known(pair))));
    return new PairList(
        page.items().stream()
            .map(pair -> shown.getOrDefault(pair, PairStatus.unreadable(pair, alarms.of(pair))))
            .toList(),
        page.next());
  }

  private PairStatus status(PairId pair) {
    try {
      return statusService.status(operations.known(pair));
    } catch (UnreadableEventException e) {
      return PairStatus.unreadable(pair, List.of(PairAlarms.unreadable(e)));
    }
  }

  @GET
  @Path("{pair}")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getPair",
      summary = "Everything about one pair in one answer",
      description =
          "What is on record, what the agents see, and where the two differ. What is stale is"
              + " shown with its age, never left out.")
  @APIResponseSchema(
      value = PairStatus.class,
      responseCode = "200",
      responseDescription = "The ETag is the version of the pair")
  public Response get(@PathParam("pair") String name) {
    PairStatus status = status(Fields.named("pair", name, PairId::new));
    Response.ResponseBuilder answer = Response.ok(status);
    if (status.version() != null) {
      answer.tag(Long.toString(status.version()));
    }
    return answer.build();
  }

  @GET
  @Path("{pair}/sync")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getSync",
      summary = "What is the same on both sites and what is not",
      description =
          "One row for each file and folder that is kept equal, and one for the database.")
  public SyncTable sync(@PathParam("pair") String name) {
    return statusService.sync(state(name));
  }

  @GET
  @Path("{pair}/readiness")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getReadiness",
      summary = "Whether the pair could be switched now",
      description =
          "For a forced switchover all hosts are looked at, as the call itself would: with a host"
              + " that is off it takes some seconds.")
  public ReadinessStatus readiness(@PathParam("pair") String name) {
    return statusService.readinessAfresh(state(name));
  }

  @POST
  @RolesAllowed(ApiRoles.ADMIN)
  @Operation(
      operationId = "registerPair",
      summary = "Make a pair known",
      description = "Its hosts must be registered and answer, and its databases be copies.")
  @APIResponseSchema(
      value = PairStatus.class,
      responseCode = "201",
      responseDescription = "It is registered")
  public Response register(@Nullable PairRegistration body) {
    return idempotent.once(body, this::register, this::created);
  }

  private ChangeAnswer register(PairRegistration body, ChangeCall call)
      throws DuplicateKeyException {
    PairRegistered registered = registrar.check(body);
    try {
      RecordedEvent first =
          log.append(StreamId.of(registered.pair()), 0, List.of(registered), call.context(0))
              .getFirst();
      lease.claim(registered.pair(), replica);
      return created(first);
    } catch (StaleVersionException e) {
      throw taken(registered.pair());
    }
  }

  private ProblemException taken(PairId pair) {
    return operations.known(pair).retired().isPresent()
        ? new ProblemException(
            ProblemType.PAIR_RETIRED,
            "Pair '%s' was retired, and its name stands for it in the log; take another name."
                .formatted(pair))
        : new ProblemException(
            ProblemType.PAIR_EXISTS,
            "Pair '%s' is registered already; GET /v1/pairs/%s shows it.".formatted(pair, pair));
  }

  private ChangeAnswer created(RecordedEvent first) {
    PairId pair = ((PairRegistered) first.event()).pair();
    PairStatus status = statusService.status(operations.known(pair));
    return ChangeAnswer.created("/v1/pairs/" + pair, Optional.ofNullable(status.version()), status);
  }

  private PairState state(String name) {
    return operations.known(Fields.named("pair", name, PairId::new));
  }
}
