package dev.baton.recovery;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.http.ApiRoles;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.api.OperationStarter;
import dev.baton.operation.api.OperationView;
import dev.baton.operation.api.PlanView;
import dev.baton.operation.api.StartDecision;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.kind.OperationKind;
import dev.baton.protocol.ActionType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RunOnVirtualThread
public class PruneResource {

  private static final Duration READ = Duration.ofSeconds(30);

  private final HostAgent agent;
  private final OperationStarter operationStarter;
  private final IdempotentCalls idempotent;

  PruneResource(HostAgent agent, OperationStarter operationStarter, IdempotentCalls idempotent) {
    this.agent = agent;
    this.operationStarter = operationStarter;
    this.idempotent = idempotent;
  }

  @POST
  @RolesAllowed(ApiRoles.OPERATOR)
  @Operation(
      operationId = "startPrune",
      summary = "Delete the data folders that recoveries by base backup kept",
      description =
          "It asks for an approval that names every folder and its bytes, and deletes those and no"
              + " other, only while the standby streams. A folder may be the only copy of what was"
              + " written after a fork. With validateOnly the answer is the plan.")
  @APIResponseSchema(
      value = OperationView.class,
      responseCode = "202",
      responseDescription = "It is on record; follow Location")
  @APIResponse(
      responseCode = "200",
      description = "With validateOnly: what would be done",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PlanView.class)))
  public Response start(@PathParam("pair") String name, @Nullable PruneRequest body) {
    return idempotent.once(body, operationStarter.on(name, this::decide), operationStarter::again);
  }

  private StartDecision decide(PairState state, PruneRequest request) {
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
          "No database host of %s keeps a data folder of an earlier recovery."
              .formatted(state.pair()));
    }
    OperationId operation = NewOperation.name(OperationKind.PRUNE);
    PairEvent requested =
        new PruneRequested(operation, state.primary(), state.standbySite().name());
    return StartDecision.of(requested, NewOperation.plan(operation, PrunePlan.plan(state, kept)));
  }

  private Map<String, String> kept(HostId host) {
    AgentReply reply = agent.read(host, ActionType.POSTGRES_KEPT, Map.of(), READ);
    if (reply instanceof AgentReply.Done kept) {
      return kept.evidence();
    }
    throw new ProblemException(
        ProblemType.HOSTS_UNREACHABLE,
        "What %s keeps cannot be read: %s. Start the agent there, then repeat the call."
            .formatted(host, reply.why()));
  }
}
