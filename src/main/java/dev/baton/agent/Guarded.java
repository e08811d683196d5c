package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Has the guard learn of what ends or begins service here before anybody hears that it is done. */
record Guarded(Guard guard) {

  Entry.Ending around(Entry entry, Supplier<Entry.Ending> work) {
    ActionRequest request = entry.request();
    try {
      if (Guard.opens(request)) {
        guard.open(request);
        Entry.Ending ending = work.get();
        guard.ended(request.type().resource());
        return ending;
      }
      if (!Guard.closes(request.type())) {
        return work.get();
      }
      // Beside the stop, which users wait for, and not before it.
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> close(request), Thread::startVirtualThread);
      Entry.Ending ending = work.get();
      closed.join();
      return ending;
    } catch (IOException | CompletionException e) {
      return new Entry.Ending(
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
