package dev.baton.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every call an id that stands in its answer, in the log file and on the events it causes.
 * The caller's own {@code X-Request-Id} is kept when it is harmless.
 */
@ApplicationScoped
public class RequestId {

  /** Its name, in the call and in the answer. */
  public static final String HEADER = "X-Request-Id";

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+=-]{1,100}");
  private static final String KEY = "baton.request-id";

  /** Before authentication, so that a call turned away has an id too. */
  private static final int FIRST = 1000;

  void install(@Observes Filters filters) {
    filters.register(
        call -> {
          call.response().putHeader(HEADER, of(call));
          call.next();
        },
        FIRST);
  }

  /** The id of this call, the same at every asking. */
  public static String of(RoutingContext call) {
    String id = call.get(KEY);
    if (id == null) {
      String given = call.request().getHeader(HEADER);
      id =
          given != null && HARMLESS.matcher(given).matches() ? given : UUID.randomUUID().toString();
      call.put(KEY, id);
    }
    return id;
  }
}
