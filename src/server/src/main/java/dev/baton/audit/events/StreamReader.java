package dev.baton.audit.events;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.eventlog.query.EventQuery.Page;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One reader of the stream. It takes the next event only when the last one has left, so it never
 * holds more than one page, and holds nobody up.
 */
final class StreamReader implements AutoCloseable {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int PAGE = 200;

  private final Sse sse;
  private final SseEventSink sink;
  private final RecentEvents recent;
  private final EventSearch search;
  private final Duration patience;
  private final Runnable cutOff;
  private long sentAt = System.nanoTime();
  private boolean stalled;

  /**
   * A reader that takes longer than {@code patience} to take one event is cut off.
   *
   * @param cutOff resets its connection: an end in good order would wait behind what it does not
   *     read
   */
  StreamReader(
      Sse sse,
      SseEventSink sink,
      RecentEvents recent,
      EventSearch search,
      Duration patience,
      Runnable cutOff) {
    this.sse = sse;
    this.sink = sink;
    this.recent = recent;
    this.search = search;
    this.patience = patience;
    this.cutOff = cutOff;
    recent.joins();
  }

  /** Returns when the reader is gone, was too slow, or the program or the database ends. */
  void follow(long start, EventFilter filter) {
    try {
      send(sse.newEventBuilder().comment("following from " + start).build());
      long last = start;
      while (!sink.isClosed() && !recent.closed()) {
        Optional<List<StreamedEvent>> events = recent.after(last);
        last = events.isPresent() ? pass(events.get(), filter, last) : catchUp(filter, last);
        recent.awaitBeyond(last, untilHeartbeat());
        if (untilHeartbeat().isZero()) {
          send(sse.newEventBuilder().comment("still here").build());
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException doesNotRead) {
      stalled = true;
    } catch (ExecutionException gone) {
      // The reader left: it resumes by Last-Event-ID.
    } catch (RecordUnavailableException away) {
      // What it has missed cannot be read: it resumes by Last-Event-ID.
    } catch (RuntimeException e) {
      // The call's own context goes with the connection, so anything may fail behind a closed one.
      if (!sink.isClosed()) {
        throw e;
      }
    }
  }

  private long pass(List<StreamedEvent> events, EventFilter filter, long last)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (StreamedEvent event : events) {
      if (event.isFor(filter)) {
        send(event(event));
      }
    }
    return events.isEmpty() ? last : events.getLast().seq();
  }

  private long catchUp(EventFilter filter, long last)
      throws InterruptedException, ExecutionException, TimeoutException {
    long visible = recent.last();
    Page page = search.missed(filter, last, PAGE);
    for (EventRow row : page.events()) {
      send(event(search.streamed(row)));
    }
    long newest = page.events().isEmpty() ? last : page.events().getLast().number(EventColumn.SEQ);
    return page.next().orElse(Math.max(newest, visible));
  }

  private Duration untilHeartbeat() {
    Duration left = HEARTBEAT.minusNanos(System.nanoTime() - sentAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private OutboundSseEvent event(StreamedEvent event) {
    return sse.newEventBuilder()
        .id(Long.toString(event.seq()))
        .mediaType(MediaType.TEXT_PLAIN_TYPE)
        .data(String.class, event.json())
        .build();
  }

  private void send(OutboundSseEvent event)
      throws InterruptedException, ExecutionException, TimeoutException {
    var sent = sink.send(event).toCompletableFuture();
    sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    sentAt = System.nanoTime();
  }

  @Override
  public void close() {
    sink.close();
    recent.leaves();
    if (stalled) {
      cutOff.run();
    }
  }
}
