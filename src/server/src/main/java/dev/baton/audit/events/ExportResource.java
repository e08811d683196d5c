package dev.baton.audit.events;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.checkpoint.Checkpoints;
import dev.baton.eventlog.export.EventExport;
import dev.baton.eventlog.export.ExportScope;
import dev.baton.http.ApiRoles;
import dev.baton.http.request.QueryParams;
import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Exports the event log as lines of JSON that can be verified without a control plane. */
@Path("/v1/events/export")
@Tag(name = "events")
public class ExportResource {

  static final String NDJSON = "application/x-ndjson";

  private final EventExport export;
  private final EventLog log;
  private final Checkpoints checkpoints;

  /** Not the connections that appends are made on: an export must not hold one up. */
  ExportResource(AgroalDataSource dataSource, EventLog log, Checkpoints checkpoints) {
    this.export = new EventExport(dataSource);
    this.log = log;
    this.checkpoints = checkpoints;
  }

  /** Written as it is read. */
  @GET
  @RolesAllowed(ApiRoles.AUDITOR)
  @Produces(NDJSON)
  @RunOnVirtualThread
  @Operation(
      operationId = "exportEvents",
      summary = "Export the event log",
      description =
          "One JSON object a line: a header, the checkpoints for the events that follow, every"
              + " event with all that its hash is made of, and a line that ends it. 'baton verify"
              + " FILE' verifies it without a control plane. An answer that lacks its last line"
              + " was cut.")
  @APIResponse(
      responseCode = "200",
      description = "The export.",
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = String.class)))
  public StreamingOutput export(
      @Parameter(
              description = "Only events behind this sequence number",
              schema = @Schema(type = SchemaType.STRING, pattern = QueryParams.NUMBER))
          @QueryParam("after")
          @Nullable String after,
      @Parameter(
              description = "Events up to this sequence number; up to the newest when absent",
              schema = @Schema(type = SchemaType.STRING, pattern = QueryParams.NUMBER))
          @QueryParam("to")
          @Nullable String to) {
    OptionalLong first = QueryParams.number("after", after, "a sequence number");
    OptionalLong last = QueryParams.number("to", to, "a sequence number");
    long head = log.head();
    checkWithin("after", first, head);
    checkWithin("to", last, head);
    if (first.orElse(0) > last.orElse(head)) {
      throw badRequest("to", "is before 'after'; exchange the two");
    }
    var scope = new ExportScope(first.orElse(0), last, checkpoints.publicKey());
    return out -> export.write(scope, out);
  }

  private static void checkWithin(String name, OptionalLong seq, long head) {
    if (seq.isPresent() && seq.getAsLong() > head) {
      throw badRequest(name, "is beyond the newest event, which is %d".formatted(head));
    }
  }
}
