package dev.baton.agent.order;

import dev.baton.agent.guard.BootGuard;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Tells the boot guard of each order that ends or begins service, before its result is reported.
 */
record GuardedAction(BootGuard guard) {

  JournalEntry.Ending around(JournalEntry entry, Supplier<JournalEntry.Ending> work) {
    ActionRequest request = entry.request();
    try {
      if (BootGuard.opens(request)) {
        guard.open(request);
        JournalEntry.Ending ending = work.get();
        guard.ended(request.type().resource());
        return ending;
      }
      if (!BootGuard.closes(request.type())) {
        return work.get();
      }
      // Beside the stop, which users wait for, and not before it.
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> close(request), Thread::startVirtualThread);
      JournalEntry.Ending ending = work.get();
      closed.join();
      return ending;
    } catch (IOException | CompletionException e) {
      return new JournalEntry.Ending(
          ActionState.FAILED,
          Map.of(),
          Optional.of("the boot guard cannot be written down: " + e.getMessage()),
          entry.millis());
    }
  }

  private void close(ActionRequest request) {
    try {
      guard.close(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
