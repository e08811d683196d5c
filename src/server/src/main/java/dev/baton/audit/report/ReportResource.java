package dev.baton.audit.report;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.http.ApiRoles;
import dev.baton.http.Markdown;
import dev.baton.operation.api.OperationQueries;
import dev.baton.pair.OperationId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The report of one operation as JSON, text or waterfall, for the review after it. */
@Path("/v1/operations/{operation}/report")
@Tag(name = "events")
@RunOnVirtualThread
public class ReportResource {

  private static final MediaType MARKDOWN = MediaType.valueOf(Markdown.MEDIA_TYPE);
  private static final MediaType SVG = MediaType.valueOf(WaterfallSvg.MEDIA_TYPE);
  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MARKDOWN, SVG).build();

  private final OperationQueries operations;
  private final EventLog log;

  ReportResource(OperationQueries operations, EventLog log) {
    this.operations = operations;
    this.log = log;
  }

  // Only one type is in the document: of two, generated clients make untyped text.
  @GET
  @Produces({MediaType.APPLICATION_JSON, Markdown.MEDIA_TYPE, WaterfallSvg.MEDIA_TYPE})
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getOperationReport",
      summary = "What the event log says of one operation",
      description =
          "Who, why, what was tried with which evidence, who was waited for, what was lost and what is"
              + " still open: from events alone, while it runs and ever after. With"
              + " 'Accept: text/markdown' the same as text for people, with"
              + " 'Accept: image/svg+xml' a picture of where the time went.")
  @APIResponse(
      responseCode = "200",
      description = "The report",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = OperationReport.class)))
  public Response get(@PathParam("operation") String name, @Context Request request) {
    OperationId id = OperationQueries.named(name);
    OperationReport report =
        ReportBuilder.report(id, log.read(StreamId.of(operations.pairOf(id)), 0)).orElseThrow();
    Variant wanted = request.selectVariant(VARIANTS);
    if (wanted != null && wanted.getMediaType().equals(MARKDOWN)) {
      return ReportText.of(report).toResponse();
    }
    return wanted != null && wanted.getMediaType().equals(SVG)
        ? Response.ok(WaterfallSvg.of(Waterfall.of(report)), SVG).build()
        : Response.ok(report, MediaType.APPLICATION_JSON_TYPE).build();
  }
}
