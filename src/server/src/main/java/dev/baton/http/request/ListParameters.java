package dev.baton.http.request;

import dev.baton.http.ListPage;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of a list that is in memory whole: how many items, and where to go on. */
public class ListParameters {

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

  @QueryParam("after")
  @Nullable String after;

  /** As {@link ListPage#of}, the page that is asked for. */
  public <T> ListPage<T> page(String list, List<T> all, Function<T, String> name) {
    return ListPage.of(list, all, name, after, QueryParams.limit(limit, USUAL, MOST));
  }
}
