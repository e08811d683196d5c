package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
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
  public OperationView get(@PathParam("operation") String id) {
    return operations.view(Operations.named(id));
  }

  @POST
  @Path("{operation}/approve")
  @RolesAllowed(Roles.APPROVER)
  @Operation(operationId = "approveOperation", summary = "Let a waiting operation go on")
  @APIResponse(responseCode = "202", description = "It is on record")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response approve(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.APPROVE, body);
  }

  @POST
  @Path("{operation}/retry")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "retryOperation",
      summary = "Try the step again that an operation waits at")
  @APIResponse(responseCode = "202", description = "It is on record")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  public Response retry(@PathParam("operation") String id, @Nullable MoveRequest body) {
    return move(id, Move.RETRY, body);
  }

  @POST
  @Path("{operation}/abort")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "abortOperation",
      summary = "Stop an operation before its next effect",
      description = "Before the promotion what was done is taken back; after it nothing is.")
  @APIResponse(responseCode = "202", description = "It is on record")
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
        pairs.append(pair, call.context(0), state -> List.of(decide(state, id, move, request)));
    runner.wake(pair);
    return operations.accepted(after);
  }

  private PairEvent decide(PairState state, OperationId id, Move move, MoveRequest request) {
    OperationState operation =
        state
            .running()
            .filter(running -> running.id().equals(id))
            .filter(running -> Move.openIn(running).contains(move))
            .orElseThrow(() -> notOpen(id, move));
    return switch (operation.progress()) {
      case Progress.AwaitingApproval waiting when move == Move.APPROVE ->
          approved(operation, waiting, request);
      case Progress.Paused paused when move == Move.RETRY -> new RetryRequested(id, paused.step());
      case Progress any when move == Move.ABORT -> new AbortRequested(id);
      case Progress any -> throw notOpen(id, move);
    };
  }

  private static PairEvent approved(
      OperationState operation, Progress.AwaitingApproval waiting, MoveRequest request) {
    String hash = Fields.required("planHash", request.planHash(), text -> text);
    if (!hash.equals(waiting.planHash())) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.PLAN_CHANGED,
                  "%s waits for approval of another plan; look at it again."
                      .formatted(operation.id()))
              .with("planHash", waiting.planHash()));
    }
    return new OperationApproved(operation.id(), waiting.step(), hash);
  }

  private ProblemException notOpen(OperationId id, Move move) {
    OperationView now = operations.view(id);
    return new ProblemException(
        Problem.of(
                ProblemType.MOVE_NOT_OPEN,
                "%s is %s: %s is not open; open are: %s."
                    .formatted(
                        id,
                        now.state(),
                        move.word(),
                        now.moves().isEmpty() ? "none" : String.join(", ", now.moves())))
            .with("moves", now.moves()));
  }
}
