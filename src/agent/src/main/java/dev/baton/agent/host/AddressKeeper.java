package dev.baton.agent.host;

import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the pair's address back when it was lost without an order, as by a reload of the host's
 * network. Only while this host serves by the word of a control plane, and never after a release.
 */
public final class AddressKeeper implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A control plane says it every two seconds; a host that is cut off takes nothing. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  /** After a failure, so that neither neighbours nor a cloud are asked all the time. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final AddressActions address;
  private final BootGuard guard;
  private final Function<Resource, Optional<String>> running;
  private final Poll.Condition up;
  private final Runnable changed;
  private final LookLoop loop = LookLoop.pausing(EVERY, "address", this::look);
  private Deadline next = Deadline.in(Duration.ZERO);
  private String said = "";

  /**
   * @param running the order that is being carried out on a part
   * @param up whether users are served here: where a person stopped that, the address is that
   *     person's too
   * @param changed called when it was taken back
   */
  public AddressKeeper(
      AddressActions address,
      BootGuard guard,
      Function<Resource, Optional<String>> running,
      Poll.Condition up,
      Runnable changed) {
    this.address = address;
    this.guard = guard;
    this.running = running;
    this.up = up;
    this.changed = changed;
  }

  public void start() {
    loop.start();
  }

  /** Once. */
  void look() throws InterruptedException {
    if (!next.passed()) {
      return;
    }
    try {
      Optional<String> service = guard.serves(LATELY);
      if (service.isPresent()
          && address.keep(service.get(), () -> may(service), Deadline.in(LIMIT))) {
        System.err.println("the address was lost without an order, and is taken back");
        changed.run();
      }
      said = "";
    } catch (IOException | FailedException | RuntimeException e) {
      next = Deadline.in(PAUSE);
      say("the address is not kept: " + e.getMessage());
    }
  }

  /** Not the same all the time. */
  private void say(String why) {
    if (!why.equals(said)) {
      said = why;
      System.err.println(why);
    }
  }

  private boolean may(Optional<String> service)
      throws IOException, FailedException, InterruptedException {
    return guard.serves(LATELY).equals(service)
        && running.apply(Resource.ADDRESS).isEmpty()
        && up.holds();
  }

  @Override
  public void close() {
    loop.close();
  }
}
