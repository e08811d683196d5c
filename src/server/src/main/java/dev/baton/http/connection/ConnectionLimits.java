package dev.baton.http.connection;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Tells connections of their requests, and ends those that have had their time. */
@ApplicationScoped
class ConnectionLimits {

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int BEFORE_ALL = 1000;
  private static final int AFTER_AUTHORIZATION = 1; // of Quarkus, which stands at 100

  void register(@Observes Filters filters) {
    filters.register(ConnectionLimits::began, BEFORE_ALL);
    filters.register(ConnectionLimits::authorized, AFTER_AUTHORIZATION);
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    sweepIn(vertx);
  }

  static void sweepIn(Vertx vertx) {
    long unused = vertx.setPeriodic(EVERY.toMillis(), timer -> ApiConnections.ALL.sweep());
  }

  static void began(RoutingContext call) {
    HttpServerRequest request = call.request();
    ApiConnection.of(request)
        .ifPresent(connection -> {
          connection.began(request);
          call.addEndHandler(end -> connection.ended(request));
        });
    call.next();
  }

  /** It is known who makes the request. */
  private static void authorized(RoutingContext call) {
    if (call.user() instanceof QuarkusHttpUser user && !user.getSecurityIdentity().isAnonymous()) {
      ApiConnection.of(call.request()).ifPresent(ApiConnection::authenticated);
    }
    call.next();
  }
}
