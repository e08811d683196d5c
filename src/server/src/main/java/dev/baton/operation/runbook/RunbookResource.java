package dev.baton.operation.runbook;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.HostInventory;
import dev.baton.http.ApiRoles;
import dev.baton.http.Fields;
import dev.baton.http.Markdown;
import dev.baton.http.ProblemException;
import dev.baton.operation.api.OperationQueries;
import dev.baton.operation.api.StepDurations;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.OperationKind;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runbooks over HTTP, to be printed before the control plane is needed and gone. */
@Path("/v1/pairs/{pair}/runbook")
@Tag(name = "operations")
@RunOnVirtualThread
public class RunbookResource {

  private final List<RunbookPlanner> planners;
  private final OperationQueries operations;
  private final HostInventory inventory;
  private final EventLog log;

  RunbookResource(
      @All List<RunbookPlanner> planners,
      OperationQueries operations,
      HostInventory inventory,
      EventLog log) {
    this.planners = planners;
    this.operations = operations;
    this.inventory = inventory;
    this.log = log;
  }

  @GET
  @Produces(Markdown.MEDIA_TYPE)
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getRunbook",
      summary = "The plan of an operation as a procedure to carry out by hand",
      description =
          "Commands with the names of this pair, what to check before and after each, and the way"
              + " back. Hosts that do not answer are no obstacle; the text says what could not be"
              + " read. Nothing is recorded.")
  @APIResponse(
      responseCode = "200",
      description = "The procedure",
      content =
          @Content(
              mediaType = Markdown.MEDIA_TYPE,
              schema = @Schema(implementation = String.class)))
  public Response get(
      @PathParam("pair") String name,
      @Parameter(
              description = "switchover, recovery or drill",
              required = true,
              example = "switchover",
              schema = @Schema(type = SchemaType.STRING, pattern = "^(switchover|recovery|drill)$"))
          @QueryParam("operation")
          @Nullable String operation,
      @Parameter(
              description = "Of a switchover: graceful (default) or forced",
              schema = @Schema(type = SchemaType.STRING, pattern = "^(graceful|forced)$"))
          @QueryParam("mode")
          @Nullable String mode,
      @Parameter(
              description = "The site it is about; by default the one that does not serve",
              schema = @Schema(type = SchemaType.STRING, maxLength = 63))
          @QueryParam("to")
          @Nullable String to,
      @Parameter(
              description = "Of a recovery: auto (default), follow, rewind or basebackup",
              schema =
                  @Schema(type = SchemaType.STRING, pattern = "^(auto|follow|rewind|basebackup)$"))
          @QueryParam("rejoin")
          @Nullable String rejoin,
      @Parameter(
              description = "Of a recovery: true or false (default)",
              schema = @Schema(type = SchemaType.BOOLEAN))
          @QueryParam("returnHome")
          @Nullable String returnHome) {
    PairState pair = operations.known(Fields.named("pair", name, PairId::new));
    RunbookPlanner planner = Fields.required("operation", operation, this::planner);
    Optional.ofNullable(to).ifPresent(site -> requireStandby(pair, site));
    RunbookPlanner.RunbookChoices asked =
        new RunbookPlanner.RunbookChoices(
            Optional.ofNullable(mode),
            Optional.ofNullable(rejoin),
            Optional.ofNullable(returnHome)
                .map(text -> Fields.required("returnHome", text, RunbookResource::truth)));
    return Runbook.of(
            pair,
            planner.plan(pair, asked),
            inventory,
            StepDurations.of(log.read(StreamId.of(pair.pair()), 0)))
        .toResponse();
  }

  private RunbookPlanner planner(String operation) {
    OperationKind kind =
        OperationKind.of(operation, planners.stream().map(RunbookPlanner::kind).sorted().toList());
    return planners.stream().filter(planner -> planner.kind() == kind).findFirst().orElseThrow();
  }

  private static void requireStandby(PairState pair, String to) {
    SiteName site = Fields.required("to", to, SiteName::new);
    SiteName standby = pair.standbySite().name();
    if (!site.equals(standby)) {
      throw ProblemException.badRequest(
          "to",
          "%s serves by record; the site it can be about is %s: use that, or leave it out"
              .formatted(pair.primary(), standby));
    }
  }

  private static Boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("use true or false");
    }
    return text.equals("true");
  }
}
