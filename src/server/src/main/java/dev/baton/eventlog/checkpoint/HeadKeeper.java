package dev.baton.eventlog.checkpoint;

import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.LogHead;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.eventlog.append.SqlEventLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Remembers the acknowledged head over a restart, and looks once a second whether the log still
 * reaches it. No append waits for the file: it is at most {@link #PACE} behind what was
 * acknowledged, and on disk at every checkpoint and at the end of the program.
 */
@ApplicationScoped
public class HeadKeeper {

  private static final Logger LOG = Logger.getLogger(HeadKeeper.class);

  /** The file is replaced at most that often. */
  static final Duration PACE = Duration.ofMillis(200);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final SqlEventLog log;
  private final AcknowledgedHead acknowledged;
  private final NewEventSignal signal;
  private final Checkpoints checkpoints;
  private final Path checkpointFile;
  private final Thread worker = Thread.ofPlatform().daemon().name("log-head").unstarted(this::run);
  private volatile boolean closed;
  private String installation = "";
  private LogHead kept = LogHead.EMPTY;

  HeadKeeper(
      SqlEventLog log,
      AcknowledgedHead acknowledged,
      NewEventSignal signal,
      Checkpoints checkpoints,
      CheckpointConfig config) {
    this.log = log;
    this.acknowledged = acknowledged;
    this.signal = signal;
    this.checkpoints = checkpoints;
    this.checkpointFile = config.file();
  }

  /** Before anything is appended, and before any pair is driven. */
  void start(@Observes @Priority(10) StartupEvent started) {
    open();
    worker.start();
  }

  /** After everything else has written its last. */
  void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent stopped)
      throws InterruptedException {
    closed = true;
    worker.interrupt();
    worker.join();
    keep(true);
  }

  /** Takes over what was remembered, and holds the log against it. */
  void open() {
    installation = checkpoints.installation();
    remembered()
        .map(RememberedHead::head)
        .or(checkpoints::newestOutside)
        .ifPresent(acknowledged::acknowledge);
    var unused = log.rollback();
  }

  private Optional<RememberedHead> remembered() {
    try {
      return file().read().filter(head -> head.installation().equals(installation));
    } catch (IOException e) {
      LOG.errorf("what this replica acknowledged last is not known: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private HeadFile file() {
    return HeadFile.beside(checkpointFile, installation);
  }

  private void run() {
    try {
      while (!closed) {
        signal.awaitBeyond(acknowledged.highest().seq(), LOOK);
        look();
        keep(false);
        Thread.sleep(PACE);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      var unused = log.rollback();
    } catch (RuntimeException e) {
      LOG.debugf("the head of the log cannot be read: %s", e.getMessage());
    }
  }

  /**
   * Writes down what was acknowledged, unless that is what was written last.
   *
   * @param durable also when the machine goes down right after
   */
  synchronized void keep(boolean durable) {
    LogHead head = acknowledged.highest();
    if (head.seq() == 0 || (!durable && head.equals(kept))) {
      return;
    }
    try {
      file().write(RememberedHead.of(installation, head), durable);
      kept = head;
    } catch (IOException e) {
      LOG.warnf("the head of the log is remembered in memory alone: %s", e.toString());
    }
  }
}
