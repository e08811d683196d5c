package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.Roles;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Follows operations and takes the moves that are open in them. */
@Path("/v1/operations")
@Tag(name = "operations")
@RunOnVirtualThread
public class OperationResource {

  private static final int MOST = 100;
  private static final String ON_RECORD = "It is on record";

  private final Operations operations;
  private final Pairs pairs;
  private final OperationRunner runner;
  private final Idempotent idempotent;

  OperationResource(
      Operations operations, Pairs pairs, OperationRunner runner, Idempotent idempotent) {
    this.operations = operations;
    this.pairs = pairs;
    this.runner = runner;
    this.idempotent = idempotent;
  }

  /** Newest first. */
  public record OperationList(List<OperationView> operations) {}

  @GET
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "listOperations", summary = "The newest operations, newest first")
  public OperationList list(
      @QueryParam("pair") @Nullable String pair,
      @QueryParam("limit") @DefaultValue("20") int limit) {
    if (limit < 1 || limit > MOST) {
      throw ProblemException.badRequest("limit", "use a number from 1 to " + MOST);
    }
    Optional<PairId> of =
        Optional.ofNullable(pair).map(name -> Fields.required("pair", name, PairId::new));
    return new OperationList(operations.list(of, limit));
  }

  @GET
  @Path("{operation}")
  @RolesAllowed(Roles.VIEWER)
  @Operation(operationId = "getOperation", summary = "One operation with its steps")
  @APIResponse(responseCode = "200", description = "The ETag is the version of the operation")
  @APIResponseSchema(value = OperationView.class, responseCode = "200")
  public Response get(@PathParam("operation") String id) {
    OperationView view = operations.watched(Operations.named(id));
    return Response.ok(view).tag(Long.toString(view.version())).build();
  }

  @POST
  @Path("{operation}/approve")
  @RolesAllowed(Roles.APPROVER)
  @Operation(operationId = "approveOperation", summary = "Let a waiting operation go on")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response approve(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.APPROVE, body);
  }

  @POST
  @Path("{operation}/pause")
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER, Roles.APPROVER, Roles.ADMIN})
  @Operation(
      operationId = "pauseOperation",
      summary = "Have an operation start nothing new",
      description = "Steps in flight settle first. Before the end of a switch service stays down.")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response pause(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.PAUSE, body);
  }

  @POST
  @Path("{operation}/resume")
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER})
  @Operation(operationId = "resumeOperation", summary = "Have a paused operation go on")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response resume(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.RESUME, body);
  }

  @POST
  @Path("{operation}/retry")
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER})
  @Operation(
      operationId = "retryOperation",
      summary = "Try the step again that an operation waits at")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response retry(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.RETRY, body);
  }

  @POST
  @Path("{operation}/skip")
  @RolesAllowed(Roles.INCIDENT_COMMANDER)
  @Operation(
      operationId = "skipStep",
      summary = "Go on without the step that an operation waits at",
      description =
          "Never open at a step that makes a later one safe. The operation ends"
              + " COMPLETED_WITH_EXCEPTIONS at best.")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response skip(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.SKIP, body);
  }

  @POST
  @Path("{operation}/abort")
  @RolesAllowed({Roles.OPERATOR, Roles.INCIDENT_COMMANDER, Roles.APPROVER, Roles.ADMIN})
  @Operation(
      operationId = "abortOperation",
      summary = "Stop an operation before its next effect",
      description = "Before the promotion what was done is taken back; after it nothing is.")
  @APIResponse(responseCode = "202", description = ON_RECORD)
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response abort(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.ABORT, body);
  }

  private Response move(String id, Move move, @Nullable MoveRequest body) {
    OperationId operation = Operations.named(id);
    return idempotent.once(
        body, (request, call) -> move(operation, move, request, call), operations::accepted);
  }

  private Response move(OperationId id, Move move, MoveRequest request, Call call)
      throws DuplicateKeyException {
    PairId pair = operations.pairOf(id);
    PairState after =
        pairs.append(
            pair,
            call.context(0),
            state ->
                List.of(
                    Steering.fact(operations.open(id, move, state, call), move, request, call)));
    runner.wake(pair);
    return operations.accepted(after);
  }
}
