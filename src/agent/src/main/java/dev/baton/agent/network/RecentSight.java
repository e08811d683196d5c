package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a costly probe showed last. Whoever looks all the time has it run every 10 s beside them,
 * and waits for it only where a newer sight was asked for.
 */
final class RecentSight {

  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final SlowProbe probe;
  private long begun = System.nanoTime();
  private Optional<AddressSight> sight = Optional.empty();
  private String failed = "it was not looked at yet";
  private Deadline next = Deadline.in(Duration.ZERO);
  private boolean expired;
  private boolean renewing;

  /** Looks. */
  interface SlowProbe {
    AddressSight run(Deadline deadline) throws FailedException, IOException, InterruptedException;
  }

  RecentSight(SlowProbe probe) {
    this.probe = probe;
  }

  /** The next {@link #recent} waits for a sight of its own time. */
  synchronized void expire() {
    expired = true;
  }

  /** Looks now. */
  AddressSight renew(Deadline deadline) throws FailedException, IOException, InterruptedException {
    long now = System.nanoTime();
    try {
      AddressSight seen = probe.run(deadline);
      keep(now, Optional.of(seen), "");
      return seen;
    } catch (FailedException | IOException e) {
      keep(now, Optional.empty(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** A probe that began earlier may end later: what it saw is of before then. */
  private synchronized void keep(long at, Optional<AddressSight> seen, String why) {
    if (at - begun > 0) {
      begun = at;
      sight = seen;
      failed = why;
      next = Deadline.in(SELDOM);
    }
  }

  /**
   * At most some 10 s old, and the time of a probe.
   *
   * @throws FailedException if the last probe failed
   */
  AddressSight recent(Duration limit) throws FailedException, IOException, InterruptedException {
    if (takeExpired()) {
      return renew(Deadline.in(limit));
    }
    return renewed(limit);
  }

  private synchronized boolean takeExpired() {
    boolean now = expired;
    expired = false;
    return now;
  }

  private synchronized AddressSight renewed(Duration limit) throws FailedException {
    if (next.passed() && !renewing) {
      renewing = true;
      Thread.startVirtualThread(() -> renewBeside(limit));
    }
    return sight.orElseThrow(() -> new FailedException(failed));
  }

  private void renewBeside(Duration limit) {
    try {
      AddressSight unused = renew(Deadline.in(limit));
    } catch (FailedException | IOException isKept) {
      // the next reader hears it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        renewing = false;
      }
    }
  }
}
