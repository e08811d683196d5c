package dev.baton.operation.api;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.Fields;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.IfMatchRequired;
import dev.baton.http.request.QueryParams;
import dev.baton.operation.engine.OperationRunner;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Follows operations and takes the moves that are open in them. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RunOnVirtualThread
public class OperationResource {

  private static final int USUAL = 20;
  private static final int MOST = 100;
  private static final String ON_RECORD = "It is on record";

  private final PairDirectory directory;
  private final OperationQueries operations;
  private final StartChecks checks;
  private final PairRepository pairs;
  private final OperationRunner runner;
  private final IdempotentCalls idempotent;
  private final SecurityIdentity identity;

  OperationResource(
      PairDirectory directory,
      OperationQueries operations,
      StartChecks checks,
      PairRepository pairs,
      OperationRunner runner,
      IdempotentCalls idempotent,
      SecurityIdentity identity) {
    this.directory = directory;
    this.operations = operations;
    this.checks = checks;
    this.pairs = pairs;
    this.runner = runner;
    this.idempotent = idempotent;
    this.identity = identity;
  }

  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "listOperations",
      summary = "Operations, newest first",
      description = "A page does not change when operations are added.")
  public OperationList list(
      @Parameter(
              description = "Operations of this pair",
              schema = @Schema(type = SchemaType.STRING, maxLength = 63))
          @QueryParam("pair")
          @Nullable String pair,
      @Parameter(
              schema =
                  @Schema(
                      implementation = Integer.class,
                      minimum = "1",
                      maximum = "100",
                      defaultValue = "20"))
          @QueryParam("limit")
          @Nullable String limit,
      @QueryParam("after") @Nullable String after) {
    int most = QueryParams.limit(limit, USUAL, MOST);
    Optional<PairId> of =
        Optional.ofNullable(pair).map(name -> Fields.required("pair", name, PairId::new));
    return OperationList.of(directory.operations(of, OperationList.before(after, of), most), of);
  }

  @GET
  @Path("{operation}")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getOperation",
      summary = "One operation with its steps",
      description =
          "For as long as it has no outcome it is worth asking again; streamEvents tells when.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "200",
      responseDescription = "The ETag is the version of the operation")
  public Response get(@PathParam("operation") String id) {
    OperationView view = operations.watched(OperationQueries.named(id), identity.getRoles());
    return Response.ok(view).tag(Long.toString(view.version())).build();
  }

  @POST
  @Path("{operation}/approve")
  @RolesAllowed(ApiRoles.APPROVER)
  @IfMatchRequired
  @Operation(
      operationId = "approveOperation",
      summary = "Let a waiting operation go on",
      description = "Names the plan that is approved; another plan by then is a refusal.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response approve(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.APPROVE, body);
  }

  @POST
  @Path("{operation}/pause")
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER, ApiRoles.APPROVER, ApiRoles.ADMIN})
  @Operation(
      operationId = "pauseOperation",
      summary = "Have an operation start nothing new",
      description = "Steps in flight settle first. Before the end of a switch service stays down.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response pause(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.PAUSE, body);
  }

  @POST
  @Path("{operation}/resume")
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "resumeOperation",
      summary = "Have a paused operation go on",
      description = "Open where a person or a stop paused it; after a failed step it is retry.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response resume(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.RESUME, body);
  }

  @POST
  @Path("{operation}/retry")
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "retryOperation",
      summary = "Try again every step that an operation waits at",
      description = "Each is a new attempt, with the plan and its parameters as they were.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response retry(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.RETRY, body);
  }

  @POST
  @Path("{operation}/skip")
  @RolesAllowed(ApiRoles.INCIDENT_COMMANDER)
  @IfMatchRequired
  @Operation(
      operationId = "skipStep",
      summary = "Go on without the step that an operation waits at",
      description =
          "Never open at a step that makes a later one safe. The operation ends"
              + " COMPLETED_WITH_EXCEPTIONS at best.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response skip(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.SKIP, body);
  }

  @POST
  @Path("{operation}/abort")
  @RolesAllowed({ApiRoles.OPERATOR, ApiRoles.INCIDENT_COMMANDER, ApiRoles.APPROVER, ApiRoles.ADMIN})
  @Operation(
      operationId = "abortOperation",
      summary = "Stop an operation before its next effect",
      description =
          "Before the promotion what was done is taken back; after it nothing is. A copy of a database that is under way is ended, and what it had copied is removed.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = ON_RECORD)
  public Response abort(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.ABORT, body);
  }

  private Response move(String id, Move move, @Nullable MoveRequest body) {
    OperationId operation = OperationQueries.named(id);
    return idempotent.once(
        body, (request, call) -> move(operation, move, request, call), operations::accepted);
  }

  private ChangeAnswer move(OperationId id, Move move, MoveRequest request, ChangeCall call)
      throws DuplicateKeyException {
    PairId pair = operations.pairOf(id);
    PairState after =
        pairs.append(
            pair,
            call.context(0),
            state -> MoveEvents.events(checks.open(id, move, state, call), move, request, call));
    runner.wake(pair);
    return operations.accepted(after);
  }
}
