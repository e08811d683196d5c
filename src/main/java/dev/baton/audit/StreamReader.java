package dev.baton.audit;

import dev.baton.eventlog.EventFeed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One reader of the stream. It reads the record at its own pace, woken by the feed, so it holds
 * nothing in memory and holds nobody up.
 */
final class StreamReader implements AutoCloseable {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAGE = 200;

  private final Sse sse;
  private final SseEventSink sink;
  private final EventFeed feed;
  private final Semaphore news = new Semaphore(0);
  private final EventFeed.Subscription subscription;

  StreamReader(Sse sse, SseEventSink sink, EventFeed feed) {
    this.sse = sse;
    this.sink = sink;
    this.feed = feed;
    this.subscription = feed.subscribe(event -> news.release());
  }

  /** The next events behind a sequence number, oldest first. */
  interface Pages {
    List<Event> after(long seq, int limit);
  }

  /** Returns when the reader is gone, was too slow, or the program ends. */
  void follow(long start, Pages pages) {
    try {
      send(sse.newEventBuilder().comment("following from " + start).build());
      long last = start;
      while (!sink.isClosed() && !feed.closed()) {
        news.drainPermits();
        List<Event> page = pages.after(last, PAGE);
        for (Event event : page) {
          send(event(event));
          last = event.seq();
        }
        if (page.isEmpty() && !newsWithin(HEARTBEAT)) {
          send(sse.newEventBuilder().comment("still here").build());
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | IllegalStateException gone) {
      // The reader left or does not read: it resumes by Last-Event-ID.
    }
  }

  private boolean newsWithin(Duration limit) throws InterruptedException {
    return news.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private OutboundSseEvent event(Event event) {
    return sse.newEventBuilder()
        .id(Long.toString(event.seq()))
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(Event.class, event)
        .build();
  }

  private void send(OutboundSseEvent event)
      throws InterruptedException, ExecutionException, TimeoutException {
    var sent = sink.send(event).toCompletableFuture();
    Object unused = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    subscription.close();
    sink.close();
  }
}
