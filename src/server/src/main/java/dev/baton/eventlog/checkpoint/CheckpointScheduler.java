package dev.baton.eventlog.checkpoint;

import dev.baton.eventlog.replica.EventFeed;
import dev.baton.pair.PairEvent.OperationEnded;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Makes a checkpoint at the start, at every end of an operation and in regular intervals, and has
 * it brought out of the database.
 */
@ApplicationScoped
class CheckpointScheduler {

  private static final Logger LOG = Logger.getLogger(CheckpointScheduler.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Checkpoints checkpoints;
  private final EventFeed feed;
  private final HeadKeeper head;
  private final CheckpointConfig config;
  private final Semaphore ends = new Semaphore(0);
  private final List<CheckpointDelivery> deliveries = new ArrayList<>();
  private final Thread worker =
      Thread.ofPlatform().daemon().name("checkpoints").unstarted(this::run);
  private EventFeed.Subscription subscription = () -> {};
  private volatile boolean closed;

  CheckpointScheduler(
      Checkpoints checkpoints, EventFeed feed, HeadKeeper head, CheckpointConfig config) {
    this.head = head;
    this.checkpoints = checkpoints;
    this.feed = feed;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    LOG.infof("checkpoints are signed with the key in %s", config.key());
    deliveries.add(new CheckpointDelivery("file", new CheckpointFile(config.file())));
    config
        .push()
        .ifPresent(
            target -> deliveries.add(new CheckpointDelivery("push", new CheckpointPush(target))));
    subscription =
        feed.subscribe(event -> {
          if (event.event() instanceof OperationEnded) {
            ends.release();
          }
        });
    worker.start();
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    subscription.close();
    closed = true;
    ends.release();
    worker.join();
    for (CheckpointDelivery delivery : deliveries) {
      delivery.stop();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Duration rest = made() ? config.interval() : RETRY;
        if (ends.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          ends.drainPermits();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the database is away; nothing is lost by being late but the time in between. */
  private boolean made() {
    try {
      checkpoints
          .make()
          .ifPresent(checkpoint -> deliveries.forEach(delivery -> delivery.add(checkpoint)));
      head.keep(true);
      return true;
    } catch (RuntimeException e) {
      LOG.warnf("no checkpoint could be made: %s", e.getMessage());
      return false;
    }
  }
}
