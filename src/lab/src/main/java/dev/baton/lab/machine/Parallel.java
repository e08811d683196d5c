package dev.baton.lab.machine;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs several tasks at once and waits for all. */
public final class Parallel {

  private Parallel() {}

  /** Returns when all have ended; throws what the first of them that failed threw. */
  public static void run(Runnable... works) {
    run(Arrays.asList(works));
  }

  public static void run(List<Runnable> works) {
    List<CompletableFuture<Void>> running =
        works.stream()
            .map(work -> CompletableFuture.runAsync(work, Thread::startVirtualThread))
            .toList();
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
