package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Announces its role to one host: one call at a time, so that an older one never arrives after a
 * newer one. No step waits for it; a host that boots is confirmed by the next call that reaches it.
 */
final class RoleAnnouncer {

  private static final Logger LOG = Logger.getLogger(RoleAnnouncer.class);

  /** How long a host that was told may go untold; a boot waits about that long. */
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final HostId host;
  private final HostAgent agent;
  private final Duration limit;
  private final Runnable afterFirst;
  private Optional<Announcement> last = Optional.empty();
  private Optional<Announcement> next = Optional.empty();
  private long lastAt;
  private boolean busy;

  // Both are touched by the one call that is under way.
  private boolean begun;
  private volatile boolean contradicted;
  private boolean told = true;

  /**
   * @param afterFirst called when the first call has ended, however it did
   */
  RoleAnnouncer(HostId host, HostAgent agent, Duration limit, Runnable afterFirst) {
    this.host = host;
    this.agent = agent;
    this.limit = limit;
    this.afterFirst = afterFirst;
  }

  /** Returns at once. Nothing is sent that was sent a moment ago. */
  synchronized void tell(Announcement announcement) {
    boolean fresh = System.nanoTime() - lastAt < EVERY.toNanos();
    if (fresh && last.filter(sent -> same(sent, announcement)).isPresent()) {
      return;
    }
    next = Optional.of(announcement);
    if (!busy) {
      busy = true;
      Thread.ofVirtual().name("announce to " + host).start(this::call);
    }
  }

  private static boolean same(Announcement a, Announcement b) {
    return a.term() == b.term()
        && a.assignment()
            .map(Announcement.Assignment::role)
            .equals(b.assignment().map(Announcement.Assignment::role));
  }

  private void call() {
    Optional<Announcement> announcement = take();
    while (announcement.isPresent()) {
      try {
        heard(announcement.get(), agent.announce(host, announcement.get(), limit));
      } catch (RuntimeException e) {
        LOG.warnf(e, "cannot announce host=%s", host);
      }
      if (!begun) {
        begun = true;
        afterFirst.run();
      }
      announcement = take();
    }
  }

  private synchronized Optional<Announcement> take() {
    Optional<Announcement> taken = next;
    next = Optional.empty();
    busy = taken.isPresent();
    if (busy) {
      last = taken;
      lastAt = System.nanoTime();
    }
    return taken;
  }

  /** Whether the agent knows of a newer epoch or term than it was told last. */
  boolean contradicted() {
    return contradicted;
  }

  private synchronized void heard(Announcement sent, AgentReply reply) {
    boolean now = reply instanceof AgentReply.Done;
    contradicted =
        reply instanceof AgentReply.Refused refused
            && (refused.code() == RefusalCode.STALE_EPOCH
                || refused.code() == RefusalCode.STALE_TERM);
    if (!now) {
      last = Optional.empty(); // again in the next round
    }
    if (told && !now) {
      LOG.warnf("not told of its role host=%s epoch=%d: %s", host, sent.epoch(), reply);
    }
    told = now;
  }
}
