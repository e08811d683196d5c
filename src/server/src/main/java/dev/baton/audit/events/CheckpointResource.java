package dev.baton.audit.events;

import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.Checkpoints;
import dev.baton.http.ApiRoles;
import dev.baton.http.PageCursor;
import dev.baton.http.request.QueryParams;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists the signed checkpoints of the event log and the key that verifies them. */
@Path("/v1/checkpoints")
@RunOnVirtualThread
@RolesAllowed({ApiRoles.VIEWER, ApiRoles.AUDITOR})
@Tag(name = "checkpoints", description = "Signed statements about the event log.")
public class CheckpointResource {

  private static final int PAGE = 1_000;

  /** All that a cursor goes by: there is no filter. */
  private static final List<String> QUERY = List.of("checkpoints");

  private final Checkpoints checkpoints;

  CheckpointResource(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** One page. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listCheckpoints",
      summary = "List the checkpoints",
      description =
          "Oldest first. The signature is ed25519 over the lines"
              + " 'baton-checkpoint/1', number, installation, seq, hash and time as they stand"
              + " here, each ended by a line feed.")
  @APIResponse(responseCode = "200", description = "A page of checkpoints.")
  public CheckpointPage list(
      @Parameter(
              schema =
                  @Schema(
                      implementation = Integer.class,
                      minimum = "1",
                      maximum = "1000",
                      defaultValue = "1000"))
          @QueryParam("limit")
          @Nullable String limit,
      @QueryParam("after") @Nullable String after) {
    int most = QueryParams.limit(limit, PAGE, PAGE);
    long behind = after == null ? 0 : PageCursor.seq("after", after, QUERY);
    List<Checkpoint> found = checkpoints.after(behind, most + 1);
    List<Checkpoint> page = found.subList(0, Math.min(most, found.size()));
    return new CheckpointPage(
        checkpoints.installation(),
        checkpoints.publicKey(),
        page,
        found.size() > most ? PageCursor.of(page.getLast().number(), QUERY) : null);
  }

  /** As a file for {@code baton verify --key}, or for openssl. */
  @GET
  @Path("key")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      operationId = "getCheckpointKey",
      summary = "Get the public key of the checkpoints",
      description = "PEM. Keep it elsewhere: 'baton verify --key' holds exports against it.")
  @APIResponse(
      responseCode = "200",
      description = "The key.",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  public String key() {
    return checkpoints.publicKeyPem();
  }
}
