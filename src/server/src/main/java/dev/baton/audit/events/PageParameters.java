package dev.baton.audit.events;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.eventlog.query.EventFilter;
import dev.baton.eventlog.query.EventQuery.PageWindow;
import jakarta.ws.rs.QueryParam;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a page: filter, number of events, order, cursor. */
public class PageParameters extends FilterParameters {

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  @QueryParam("limit")
  @Parameter(
      description = "Events in a page at most, 1 to 1000; 100 when absent.",
      schema = @Schema(implementation = Integer.class))
  @Nullable String limit;

  @QueryParam("order")
  @Parameter(description = "asc, oldest first, when absent; desc for newest first.")
  @Nullable String order;

  static Set<String> names() {
    var names = new HashSet<>(NAMES);
    names.add("limit");
    names.add("order");
    return names;
  }

  /** The page of the events of that filter. */
  PageWindow window(EventFilter filter) {
    Optional<String> wanted = QueryParams.text("order", order);
    if (wanted.filter(text -> !text.equals("asc") && !text.equals("desc")).isPresent()) {
      throw badRequest("order", "use asc or desc");
    }
    long most = QueryParams.number("limit", limit, "a number from 1 to " + MOST).orElse(USUAL);
    if (most < 1 || most > MOST) {
      throw badRequest("limit", "is %d; use a number from 1 to %d".formatted(most, MOST));
    }
    boolean newestFirst = wanted.equals(Optional.of("desc"));
    return new PageWindow(newestFirst, after(filter, newestFirst), (int) most);
  }
}
