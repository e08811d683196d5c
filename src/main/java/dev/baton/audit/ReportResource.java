package dev.baton.audit;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.http.Markdown;
import dev.baton.http.Roles;
import dev.baton.operation.Operations;
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

/** The record of one operation, for the review after it. */
@Path("/v1/operations/{operation}/report")
@Tag(name = "events")
@RunOnVirtualThread
public class ReportResource {

  private static final MediaType MARKDOWN = MediaType.valueOf(Markdown.MEDIA_TYPE);
  private static final MediaType SVG = MediaType.valueOf(WaterfallSvg.MEDIA_TYPE);
  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MARKDOWN, SVG).build();

  private final Operations operations;
  private final EventLog log;

  ReportResource(Operations operations, EventLog log) {
    this.operations = operations;
    this.log = log;
  }

  // Only one type is in the document: of two, generated clients make untyped text.
  @GET
  @Produces({MediaType.APPLICATION_JSON, Markdown.MEDIA_TYPE, WaterfallSvg.MEDIA_TYPE})
  @RolesAllowed(Roles.VIEWER)
  @Operation(
      operationId = "getOperationReport",
      summary = "What the record says of one operation",
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
    OperationId id = Operations.named(name);
    OperationReport report =
        Reporter.report(id, log.read(StreamId.of(operations.pairOf(id)), 0)).orElseThrow();
    Variant wanted = request.selectVariant(VARIANTS);
    if (wanted != null && wanted.getMediaType().equals(MARKDOWN)) {
      return ReportText.of(report).toResponse();
    }
    return wanted != null && wanted.getMediaType().equals(SVG)
        ? Response.ok(WaterfallSvg.of(Waterfall.of(report)), SVG).build()
        : Response.ok(report, MediaType.APPLICATION_JSON_TYPE).build();
  }
}
