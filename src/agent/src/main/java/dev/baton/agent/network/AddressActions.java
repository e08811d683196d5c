package dev.baton.agent.network;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.os.Poll;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Assigns and releases the pair's address, with the same proofs whatever moves it; an assignment
 * never survives a reboot.
 */
public final class AddressActions {

  private final String ip;
  private final AddressMover mover;
  private final KeptAddress kept;

  /** An order and the agent's own taking back must never be at work at the same time. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param state folder for the note of what may be taken back
   */
  public AddressActions(Policy.AddressPart policy, Path state) {
    this(policy, new LinkPrograms(List.of()), state);
  }

  AddressActions(Policy.AddressPart policy, LinkPrograms programs, Path state) {
    ip = policy.ip();
    mover =
        switch (policy.way()) {
          case Policy.OnDevice place -> new NetworkAddress(ip, place, programs);
          case Policy.ByCommands commands -> new CommandAddress(ip, commands);
        };
    kept = new KeptAddress(state);
  }

  public Map<String, String> probe(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    return mover.look(AddressMover.LookScope.OTHERS, actionContext.deadline()).withAnswer();
  }

  /** For whoever looks all the time: cheap, and maybe of some seconds ago. */
  public Map<String, String> read() throws FailedException, IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>(mover.glance().facts());
    kept.takenBackAt().ifPresent(at -> facts.put(EvidenceKey.TAKEN_BACK_AT.wireName(), at));
    return facts;
  }

  /** Whether it takes milliseconds to give it up, and not as long as a command takes. */
  public boolean quick() {
    return mover instanceof NetworkAddress;
  }

  /** The next {@link #read} is of its own time. */
  public void refresh() {
    mover.refresh();
  }

  public boolean held(Deadline deadline) throws FailedException, IOException, InterruptedException {
    return mover.look(AddressMover.LookScope.THIS_HOST, deadline).held();
  }

  /**
   * Taken only when nobody else answers for it: a second {@code ip addr add} elsewhere succeeds
   * too.
   */
  public Map<String, String> assign(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Deadline deadline = actionContext.deadline();
    lock(deadline);
    try {
      return assign(deadline, AddressMover.LookScope.OTHERS_AGAIN, () -> true);
    } finally {
      lock.unlock();
    }
  }

  private Map<String, String> assign(
      Deadline deadline, AddressMover.LookScope asked, Poll.Condition still)
      throws FailedException, IOException, InterruptedException {
    AddressSight before = notElsewhere(mover.look(asked, deadline));
    if (!still.holds()) {
      throw new FailedException("this host is no longer to have %s".formatted(ip));
    }
    long start = System.nanoTime();
    AddressSight after = before;
    if (!before.held()) {
      String complaint = mover.take(deadline);
      after = notElsewhere(mover.look(AddressMover.LookScope.THIS_HOST, deadline));
      if (!after.held()) {
        throw new FailedException(complaint, after.facts());
      }
    }
    mover.announce();
    return facts(after, before.held(), EvidenceKey.ASSIGN_MS, start);
  }

  private AddressSight notElsewhere(AddressSight sight) throws FailedException {
    if (sight.other().isPresent()) {
      throw new FailedException(
          "%s is answered by %s".formatted(ip, sight.other().get()), sight.withAnswer());
    }
    return sight;
  }

  /** From here on it is not taken back, whatever role this host is told. */
  public Map<String, String> release(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Deadline deadline = actionContext.deadline();
    forget();
    lock(deadline);
    try {
      forget(); // it may have been noted once more meanwhile
      return release(deadline);
    } finally {
      lock.unlock();
    }
  }

  /** A disk that takes nothing does not keep the address from being given up. */
  private void forget() {
    try {
      kept.forget();
    } catch (IOException e) {
      System.err.println("the note of the address cannot be removed: " + e.getMessage());
    }
  }

  private Map<String, String> release(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    long start = System.nanoTime();
    mover.stopAnnouncing();
    Optional<AddressSight> away = away(deadline);
    if (away.isPresent()) {
      return facts(away.get(), true, EvidenceKey.RELEASE_MS, start);
    }
    String complaint = mover.give(deadline);
    AddressSight after = mover.look(AddressMover.LookScope.THIS_HOST, deadline);
    if (after.held()) {
      throw new FailedException(complaint, after.facts());
    }
    return facts(after, false, EvidenceKey.RELEASE_MS, start);
  }

  /** One that cannot be looked for is given up all the same: the look behind that decides. */
  private Optional<AddressSight> away(Deadline deadline) throws IOException, InterruptedException {
    try {
      return Optional.of(mover.look(AddressMover.LookScope.THIS_HOST, deadline))
          .filter(sight -> !sight.held());
    } catch (FailedException unseen) {
      return Optional.empty();
    }
  }

  /**
   * Notes that it is held in that service, or takes back what was held in it and is lost.
   *
   * @param service pair, term and boot in which this host serves
   * @param still whether it may be taken, asked when no order can begin any more
   * @return whether it was taken back
   */
  public boolean keep(String service, Poll.Condition still, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    boolean noted = kept.in(service);
    boolean held = Evidence.of(mover.glance().facts()).flag(EvidenceKey.HELD);
    if (held == noted) {
      return false;
    }
    lock(deadline);
    try {
      return keep(service, deadline, still);
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(String service, Deadline deadline, Poll.Condition still)
      throws FailedException, IOException, InterruptedException {
    if (!still.holds()) {
      return false;
    }
    if (held(deadline)) {
      kept.held(service);
      return false;
    }
    if (!kept.in(service)) {
      return false;
    }
    Map<String, String> unused = assign(deadline, AddressMover.LookScope.OTHERS, still);
    kept.takenBack(service, HostClock.now().toString());
    return true;
  }

  private void lock(Deadline deadline) throws FailedException, InterruptedException {
    if (!lock.tryLock(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new FailedException(
          "%s is being taken back by the agent itself, and that did not end in time; try again"
              .formatted(ip));
    }
  }

  private static Map<String, String> facts(
      AddressSight sight, boolean already, EvidenceKey duration, long start) {
    Map<String, String> facts = new TreeMap<>(sight.facts());
    facts.put(EvidenceKey.ALREADY.wireName(), Boolean.toString(already));
    facts.put(duration.wireName(), Long.toString(Poll.millisSince(start)));
    return facts;
  }
}
