package dev.baton.audit.events;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.eventlog.query.EventFilter;
import dev.baton.eventlog.query.EventQuery.PageWindow;
import dev.baton.http.request.QueryParams;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a page: filter, number of events, order, cursor. */
public class PageParameters extends FilterParameters {

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  @QueryParam("limit")
  @Parameter(
      schema =
          @Schema(
              implementation = Integer.class,
              minimum = "1",
              maximum = "1000",
              defaultValue = "100"))
  @Nullable String limit;

  @QueryParam("order")
  @Parameter(
      description = "asc, oldest first, when absent; desc for newest first",
      schema = @Schema(type = SchemaType.STRING, pattern = "^(asc|desc)$", defaultValue = "asc"))
  @Nullable String order;

  /** The page of the events of that filter. */
  PageWindow window(EventFilter filter) {
    Optional<String> wanted = Optional.ofNullable(order);
    if (wanted.filter(text -> !text.equals("asc") && !text.equals("desc")).isPresent()) {
      throw badRequest("order", "use asc or desc");
    }
    int most = QueryParams.limit(limit, USUAL, MOST);
    boolean newestFirst = wanted.equals(Optional.of("desc"));
    return new PageWindow(newestFirst, after(filter, newestFirst), most);
  }
}
