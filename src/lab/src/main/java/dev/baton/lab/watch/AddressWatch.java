package dev.baton.lab.watch;

import dev.baton.lab.machine.Layout;
import dev.baton.lab.pair.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads all the time from the kernel which hosts hold the address: one process in each network
 * namespace, that does nothing, lends its view of it in {@code /proc}.
 */
public final class AddressWatch implements AutoCloseable {

  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(2);

  private final Map<String, Process> views = new LinkedHashMap<>();
  private final ConditionIntervals held = new ConditionIntervals();
  private volatile boolean ended;

  private AddressWatch() {}

  /** Begins to watch that lab. */
  public static AddressWatch over(Lab lab) {
    AddressWatch watch = new AddressWatch();
    for (String host : Layout.SITE_HOSTS) {
      watch.views.put(host, watch.view(lab.host(host).namespace()));
    }
    Thread.ofPlatform().daemon().name("watch address").start(watch::watch);
    return watch;
  }

  /** It ends when this process does: its input is ours. */
  private Process view(String namespace) {
    try {
      return new ProcessBuilder("ip", "netns", "exec", namespace, "cat").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When each host surely held it. */
  public ConditionIntervals held() {
    return held;
  }

  private void watch() {
    while (!ended) {
      views.forEach((host, view) -> {
        long began = System.nanoTime();
        if (holds(view)) {
          held.seen(host, began, System.nanoTime());
        } else {
          held.end(host);
        }
      });
      LockSupport.parkNanos(EVERY);
    }
  }

  private static boolean holds(Process view) {
    try {
      String routes = Files.readString(Path.of("/proc/%d/net/fib_trie".formatted(view.pid())));
      return routes.contains("|-- " + Layout.ADDRESS + "\n");
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    ended = true;
    views.values().forEach(Process::destroyForcibly);
    views.values().forEach(AddressWatch::awaitEnd);
  }

  private static void awaitEnd(Process view) {
    try {
      view.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
