package dev.baton.eventlog.checkpoint;

import dev.baton.protocol.UrlRedactor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * Hands checkpoints to one sink in order, each until the sink has it, in a thread of its own: a
 * sink that hangs holds nobody up. What is not delivered when the program ends is covered by the
 * checkpoint that the next start makes.
 */
final class CheckpointDelivery {

  private static final Logger LOG = Logger.getLogger(CheckpointDelivery.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final String name;
  private final CheckpointSink sink;
  private final BlockingQueue<Checkpoint> waiting = new LinkedBlockingQueue<>();
  private final Thread worker;

  CheckpointDelivery(String name, CheckpointSink sink) {
    this.name = name;
    this.sink = sink;
    this.worker = Thread.ofPlatform().daemon().name("checkpoint-" + name).start(this::run);
  }

  void add(Checkpoint checkpoint) {
    waiting.add(checkpoint);
  }

  private void run() {
    try {
      while (true) {
        deliver(waiting.take());
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Checkpoint checkpoint) throws InterruptedException {
    Duration pause = SHORTEST;
    while (!taken(checkpoint)) {
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
  }

  private boolean taken(Checkpoint checkpoint) throws InterruptedException {
    try {
      sink.take(checkpoint);
      return true;
    } catch (IOException e) {
      LOG.warnf(
          "checkpoint not delivered number=%d sink=%s: %s",
          checkpoint.number(), name, UrlRedactor.redact(e.toString()));
      return false;
    }
  }

  void stop() throws InterruptedException {
    worker.interrupt();
    worker.join();
  }
}
