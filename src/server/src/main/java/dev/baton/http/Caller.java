package dev.baton.http;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Actor;
import dev.baton.eventlog.EventContext.Correlation;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventContext.Origin;
import dev.baton.eventlog.EventContext.Purpose;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, from where, and under which ids: the part of an event's context that a call brings.
 *
 * @param credential what identified the actor, never the secret itself
 */
public record Caller(
    String actor,
    List<String> roles,
    Optional<String> credential,
    Optional<String> sourceAddress,
    String requestId,
    Optional<String> traceparent) {

  /** Attribute of the identity that holds {@link #credential}. */
  public static final String CREDENTIAL = "credential";

  public Caller {
    roles = List.copyOf(roles);
  }

  /** A call without identity comes from {@code anonymous}. */
  public static Caller of(RoutingContext call, @Nullable SecurityIdentity identity) {
    Optional<SecurityIdentity> known =
        Optional.ofNullable(identity).filter(somebody -> !somebody.isAnonymous());
    SocketAddress peer = call.request().remoteAddress();
    return new Caller(
        known.map(somebody -> somebody.getPrincipal().getName()).orElse("anonymous"),
        known.map(somebody -> somebody.getRoles().stream().sorted().toList()).orElse(List.of()),
        known.flatMap(somebody -> Optional.ofNullable(somebody.<String>getAttribute(CREDENTIAL))),
        Optional.ofNullable(peer).map(SocketAddress::hostAddress),
        RequestId.of(call),
        Optional.ofNullable(call.request().getHeader("traceparent")).filter(t -> t.length() <= 64));
  }

  /** The context of an append that nobody needs to give a reason for. */
  public EventContext context(String replica) {
    return context(0, replica, Purpose.NONE, Idempotency.NONE);
  }

  EventContext context(long epoch, String replica, Purpose purpose, Idempotency idempotency) {
    return new EventContext(
        epoch,
        new Actor(actor, roles, credential),
        purpose,
        Optional.empty(),
        new Origin(replica, Optional.empty(), sourceAddress),
        new Correlation(requestId, traceparent, Optional.empty()),
        idempotency);
  }
}
