package dev.baton.access;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.replica.Replica;
import dev.baton.http.Caller;
import dev.baton.pair.AccessEvent;
import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.AccessEvent.TokenCreated;
import dev.baton.protocol.UrlRedactor;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes down who was let in and who was not, beside the call and never in its way: a log that
 * cannot be reached or a flood of wrong tokens changes no answer.
 */
@ApplicationScoped
class AccessLog {

  private static final Logger LOG = Logger.getLogger(AccessLog.class);

  /** What may wait for the database; a flood beyond it is counted, not listed. */
  private static final int WAITING = 64;

  private static final int LONGEST_PATH = 200;

  private final EventLog log;
  private final String replica;
  private final AtomicLong unlisted = new AtomicLong();
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), AccessLog::thread);
  private final RateLimiter limiter = new RateLimiter(System::nanoTime);

  /** Version of the stream as last seen; touched by the writer's one thread only. */
  private long version;

  AccessLog(EventLog log, Replica replica) {
    this.log = log;
    this.replica = replica.id();
  }

  /** Once per token, however often the program starts. */
  void tokenCreated(Token token) {
    EventContext context = byItself("token " + token.name() + " " + token.keyedHash());
    submit(new TokenCreated(token.name(), token.keyedHash()), context);
  }

  /** The path goes on record without its query and without what is no name: they hold anything. */
  void callDenied(RoutingContext call, Caller caller, int status, String why) {
    if (!limiter.lets()) {
      unlisted.incrementAndGet();
      return;
    }
    String path = UrlRedactor.path(call.request().path());
    long more = unlisted.getAndSet(0);
    submit(
        new CallDenied(
            status,
            call.request().method().name(),
            path.substring(0, Math.min(path.length(), LONGEST_PATH)),
            more == 0 ? why : "%s %d more before it are not listed.".formatted(why, more)),
        caller.context(replica));
  }

  private void submit(AccessEvent event, EventContext context) {
    try {
      writer.execute(() -> write(event, context));
    } catch (RejectedExecutionException tooMany) {
      unlisted.incrementAndGet();
    }
  }

  private void write(AccessEvent event, EventContext context) {
    try {
      boolean written = false;
      while (!written) {
        written = append(event, context);
      }
    } catch (RuntimeException e) {
      // The call is answered already; the log file is the only place left to say it.
      LOG.warnf("not on record: %s (%s)", event, e.toString());
    }
  }

  private boolean append(AccessEvent event, EventContext context) {
    try {
      List<RecordedEvent> recorded = log.append(StreamId.ACCESS, version, List.of(event), context);
      version = recorded.getLast().version();
      return true;
    } catch (DuplicateKeyException onRecordAlready) {
      return true;
    } catch (StaleVersionException anotherReplicaWrites) {
      long before = version;
      version = log.version(StreamId.ACCESS); // lower than before when the log went back
      return version == before; // never so; but a log that contradicts itself must not hold us here
    }
  }

  private EventContext byItself(String key) {
    return EventContext.ofEngine(replica, "start")
        .withIdempotency(new Idempotency(Optional.of(key), Optional.empty()));
  }

  /** Lets what waits be written; the database outlives this bean. */
  @PreDestroy
  void close() throws InterruptedException {
    writer.shutdown();
    if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
      LOG.warn("some refused calls did not get on record before the end");
    }
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("access-log").unstarted(work);
  }
}
