package dev.baton.agent.order;

import dev.baton.agent.os.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

/**
 * Empty journal files that are durable before an order comes: a new file costs several times as
 * much as a line in one that is there.
 */
final class PreallocatedFiles implements AutoCloseable {

  /** More than one host gets in one operation. */
  private static final int READY = 16;

  /** New ones are made when the order that took one is long over. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private static final String SUFFIX = ".spare";

  private final Path folder;
  private final BlockingQueue<Path> ready = new ArrayBlockingQueue<>(READY);
  private volatile boolean closed;

  PreallocatedFiles(Path folder) {
    this.folder = folder;
  }

  /** Whether an order was written there, and no more. */
  static boolean written(Path file) {
    try {
      return file.toString().endsWith(SUFFIX) && Files.size(file) > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  /** One that is nobody else's. */
  Path take() throws IOException {
    Path spare = ready.poll();
    Thread.ofVirtual().name("spares").start(() -> refill(LATER));
    return spare != null ? spare : create();
  }

  /** Takes over what an earlier run left, and makes what is missing, in the background. */
  void fill() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : left) {
      if (!ready.offer(file)) {
        Files.delete(file);
      }
    }
    Thread.ofVirtual().name("spares").start(() -> refill(Duration.ZERO));
  }

  private void refill(Duration after) {
    try {
      Thread.sleep(after);
      create(READY);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (IOException full) {
      // The next order is refused for it, with the reason.
    }
  }

  private synchronized void create(int most) throws IOException {
    while (!closed && ready.size() < most && Files.isDirectory(folder)) {
      ready.add(create());
    }
  }

  private Path create() throws IOException {
    Path spare = folder.resolve(UUID.randomUUID() + SUFFIX);
    DurableFiles.create(spare, "");
    return spare;
  }

  /** Makes no more; what is being made is there when this returns. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
