package dev.baton.recovery;

import dev.baton.action.ActionType;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Idempotent;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.Roles;
import dev.baton.operation.OperationView;
import dev.baton.operation.Operations;
import dev.baton.operation.PlanView;
import dev.baton.operation.Started;
import dev.baton.operation.Starts;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accepts requests to delete what recoveries kept; nothing goes without an approval. */
@Path("/v1/pairs/{pair}/prunes")
@Tag(name = "operations")
@RunOnVirtualThread
public class PruneResource {

  private static final Duration READ = Duration.ofSeconds(30);

  private final HostAgent agent;
  private final Starts starts;
  private final Operations operations;
  private final Idempotent idempotent;

  PruneResource(HostAgent agent, Starts starts, Operations operations, Idempotent idempotent) {
    this.agent = agent;
    this.starts = starts;
    this.operations = operations;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "startPrune",
      summary = "Delete the data folders that recoveries by base backup kept",
      description =
          "It asks for an approval that names every folder and its bytes, and deletes those and no"
              + " other, only while the standby streams. A folder may be the only copy of what was"
              + " written after a fork. With validateOnly the answer is the plan.")
  @APIResponse(responseCode = "202", description = "It is on record; follow Location")
  @APIResponseSchema(value = OperationView.class, responseCode = "202")
  @APIResponse(
      responseCode = "2XX",
      description = "200 with validateOnly: what would be done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PlanView.class)))
  public Response start(@PathParam("pair") String name, @Nullable PruneRequest body) {
    PairId pair = Fields.named("pair", name, PairId::new);
    return idempotent.once(
        body, (request, call) -> start(pair, request, call), operations::accepted);
  }

  private Response start(PairId pair, PruneRequest request, Call call)
      throws DuplicateKeyException {
    PairState state = operations.idle(pair, call);
    Map<HostId, Map<String, String>> kept = new LinkedHashMap<>();
    for (Site site : state.sites()) {
      Map<String, String> folders = kept(site.database());
      if (!folders.isEmpty()) {
        kept.put(site.database(), folders);
      }
    }
    if (kept.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOTHING_TO_PRUNE,
          "No database host of %s keeps a data folder of an earlier recovery.".formatted(pair));
    }
    OperationId operation = Started.name("prune");
    PairEvent requested =
        new RecoveryRequested(
            operation, state.primary(), state.standbySite().name(), "prune", false);
    return starts.start(
        state, request, call, requested, Started.plan(operation, PrunePlan.plan(state, kept)));
  }

  private Map<String, String> kept(HostId host) {
    HostReply reply = agent.read(host, ActionType.POSTGRES_KEPT, Map.of(), READ);
    if (reply instanceof HostReply.Done kept) {
      return kept.evidence();
    }
    throw new ProblemException(
        ProblemType.HOSTS_UNREACHABLE,
        "What %s keeps cannot be read: %s. Start the agent there, then repeat the call."
            .formatted(host, reply.why()));
  }
}
