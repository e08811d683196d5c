package dev.baton.http;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.replica.Replica;
import dev.baton.protocol.UrlRedactor;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Admits changing calls: each needs a reason, an {@code Idempotency-Key}, and one effect per key
 * however often the call is repeated.
 *
 * <p>The key is kept by the append itself, on its first event. A call that was refused leaves no
 * event, so the same key may be tried again once the obstacle is gone.
 */
@ApplicationScoped
public class IdempotentCalls {

  /** A pair that changes faster than this many readings is not going to hold still. */
  private static final int ATTEMPTS = 5;

  private final EventLog log;
  private final CurrentVertxRequest request;
  private final SecurityIdentity identity;
  private final CanonicalBody canonical;
  private final String replica;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  IdempotentCalls(
      EventLog log,
      CurrentVertxRequest request,
      SecurityIdentity identity,
      CanonicalBody canonical,
      Replica replica) {
    this.log = log;
    this.request = request;
    this.identity = identity;
    this.canonical = canonical;
    this.replica = replica.id();
  }

  /**
   * Runs the attempt unless the key was used before.
   *
   * @param again the first answer once more, from the first event of the first call
   */
  public <B extends ChangeBody> Response once(
      @Nullable B body,
      ChangeHandler<B> changeHandler,
      Function<RecordedEvent, ChangeAnswer> again) {
    return once(
        body,
        changeHandler,
        again,
        (call, e) -> {
          throw e;
        });
  }

  /** What becomes of a call that the record did not take. */
  @FunctionalInterface
  public interface UnrecordedHandler {

    /**
     * The answer.
     *
     * @param away what the record ended the call with
     */
    ChangeAnswer run(ChangeCall call, RuntimeException away);
  }

  /**
   * Runs the attempt unless the key was used before, or does without the record.
   *
   * @param again the first answer once more, from the first event of the first call
   * @param unrecorded what is done where the record cannot be reached, or takes nothing
   */
  public <B extends ChangeBody> Response once(
      @Nullable B body,
      ChangeHandler<B> changeHandler,
      Function<RecordedEvent, ChangeAnswer> again,
      UnrecordedHandler unrecorded) {
    if (body == null) {
      throw ProblemException.badRequest("body", "send a JSON object with at least a 'reason'");
    }
    ChangeCall call = admitted(body);
    if (!underWay.add(call.key())) {
      throw new ProblemException(
          ProblemType.CALL_UNDER_WAY,
          "The call with this Idempotency-Key has no answer yet; repeat it in a moment to get"
              + " that.");
    }
    try {
      return answer(body, call, changeHandler, again, unrecorded).toResponse();
    } finally {
      underWay.remove(call.key());
    }
  }

  private <B extends ChangeBody> ChangeAnswer answer(
      B body,
      ChangeCall call,
      ChangeHandler<B> changeHandler,
      Function<RecordedEvent, ChangeAnswer> again,
      UnrecordedHandler unrecorded) {
    try {
      return once(body, call, changeHandler, again);
    } catch (RuntimeException e) {
      if (DatabaseFailure.isBehind(e)) {
        return unrecorded.run(call, e);
      }
      throw e;
    }
  }

  private <B extends ChangeBody> ChangeAnswer once(
      B body,
      ChangeCall call,
      ChangeHandler<B> changeHandler,
      Function<RecordedEvent, ChangeAnswer> again) {
    for (int tries = 0; tries < ATTEMPTS; tries++) {
      Optional<RecordedEvent> first = log.withKey(call.key());
      if (first.isPresent()) {
        return replay(first.get(), call, again);
      }
      try {
        return changeHandler.run(body, call);
      } catch (StaleVersionException somebodyWasFaster) {
        // the attempt reads and decides afresh
      } catch (DuplicateKeyException sameCallTwiceAtOnce) {
        // the other one's event is in the log by now
      }
    }
    throw new ProblemException(
        ProblemType.CHANGED_MEANWHILE,
        "What this call was decided on kept changing; nothing was done. Look again, then repeat.");
  }

  private ChangeCall admitted(ChangeBody body) {
    RoutingContext routing = request.getCurrent();
    Caller caller = Caller.of(routing, identity);
    String key = IdempotencyKey.parse(routing.request().headers().getAll(IdempotencyKey.HEADER));
    return new ChangeCall(
        caller,
        replica,
        reasonOf(body),
        Optional.ofNullable(body.ticket()).filter(ticket -> !TextRules.saysNothing(ticket)),
        String.join(
            " ",
            caller.actor(),
            routing.request().method().name(),
            UrlRedactor.path(routing.request().path()),
            key),
        canonical.hash(body),
        new IfMatch(Optional.ofNullable(routing.request().getHeader(IfMatch.HEADER))));
  }

  private static String reasonOf(ChangeBody body) {
    String reason = body.reason();
    if (reason == null || TextRules.saysNothing(reason)) {
      String remedy = "say in a few words why; it goes into the log";
      throw new ProblemException(
          Problem.of(ProblemType.REASON_MISSING, "Field 'reason': " + remedy + ".")
              .at("reason", remedy));
    }
    return reason.strip();
  }

  private static ChangeAnswer replay(
      RecordedEvent first, ChangeCall call, Function<RecordedEvent, ChangeAnswer> again) {
    if (!first.context().idempotency().requestHash().equals(Optional.of(call.bodyHash()))) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_REUSED,
                  "This Idempotency-Key came with another body before. Repeat that body, or take a"
                      + " new key for a new call.")
              .at(IdempotencyKey.HEADER, "already used with another body"));
    }
    return again.apply(first);
  }
}
