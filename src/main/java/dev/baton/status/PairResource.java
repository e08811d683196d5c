package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.PairLease;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.Replica;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.operation.Operations;
import dev.baton.operation.Pairs;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes pairs known and answers what is true of them. */
@Path("/v1/pairs")
@Tag(name = "pairs", description = "Applications kept on two sites, exactly one of which serves")
@RunOnVirtualThread
public class PairResource {

  private final Pairs pairs;
  private final PairDirectory directory;
  private final Operations operations;
  private final StatusBoard board;
  private final PairRegistrar registrar;
  private final EventLog log;
  private final PairLease lease;
  private final Idempotent idempotent;
  private final String replica;

  PairResource(
      Pairs pairs,
      PairDirectory directory,
      Operations operations,
      StatusBoard board,
      PairRegistrar registrar,
      EventLog log,
      PairLease lease,
      Idempotent idempotent,
      Replica replica) {
    this.pairs = pairs;
    this.directory = directory;
    this.operations = operations;
    this.board = board;
    this.registrar = registrar;
    this.log = log;
    this.lease = lease;
    this.idempotent = idempotent;
    this.replica = replica.id();
  }

  /** By name. */
  public record PairList(List<PairStatus> pairs) {}

  @GET
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "listPairs", summary = "All pairs, by name")
  public PairList list() {
    return new PairList(
        directory.pairs().stream()
            .flatMap(pair -> pairs.find(pair).stream())
            .map(board::status)
            .toList());
  }

  @GET
  @Path("{pair}")
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "getPair", summary = "Everything about one pair in one answer")
  @APIResponse(responseCode = "200", description = "The ETag is the version of the pair")
  @APIResponseSchema(value = PairStatus.class, responseCode = "200")
  public Response get(@PathParam("pair") String name) {
    PairStatus status = board.status(state(name));
    return Response.ok(status).tag(Long.toString(status.version())).build();
  }

  @GET
  @Path("{pair}/sync")
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "getSync", summary = "What is the same on both sites and what is not")
  public SyncTable sync(@PathParam("pair") String name) {
    return board.sync(state(name));
  }

  @GET
  @Path("{pair}/readiness")
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "getReadiness", summary = "Whether the pair could be switched now")
  public ReadinessStatus readiness(@PathParam("pair") String name) {
    return board.readiness(state(name));
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "registerPair",
      summary = "Make a pair known",
      description = "Its hosts must be registered and answer, and its databases be copies.")
  @APIResponse(responseCode = "201", description = "It is registered")
  @APIResponseSchema(value = PairStatus.class, responseCode = "201")
  public Response register(@Nullable PairRegistration body) {
    return idempotent.once(body, this::register, this::created);
  }

  private Response register(PairRegistration body, Call call) throws DuplicateKeyException {
    PairRegistered registered = registrar.check(body);
    try {
      RecordedEvent first =
          log.append(StreamId.of(registered.pair()), 0, List.of(registered), call.context(0))
              .getFirst();
      Optional<Long> unused = lease.claim(registered.pair(), replica);
      return created(first);
    } catch (StaleVersionException e) {
      throw new ProblemException(
          ProblemType.PAIR_EXISTS,
          "Pair '%s' is registered already; GET /v1/pairs/%s shows it."
              .formatted(registered.pair(), registered.pair()));
    }
  }

  private Response created(RecordedEvent first) {
    PairId pair = ((PairRegistered) first.fact()).pair();
    return Response.created(URI.create("/v1/pairs/" + pair))
        .entity(board.status(operations.known(pair)))
        .build();
  }

  private PairState state(String name) {
    return operations.known(Fields.named("pair", name, PairId::new));
  }
}
