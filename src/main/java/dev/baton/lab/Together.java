package dev.baton.lab;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does several things at once. */
final class Together {

  private Together() {}

  /** Returns when all have ended; throws what the first of them that failed threw. */
  static void run(Runnable... works) {
    run(Arrays.asList(works));
  }

  static void run(List<Runnable> works) {
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
