package dev.baton.agent.binding;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Obeys one installation and one pair (S13). The first that orders or announces anything binds this
 * host, durably; from then on all others are refused whatever their certificate, until its owner
 * retires the pair or root releases it.
 */
public final class AgentBinding {

  private final Path state;
  private final Forgetting forget;
  private Optional<Binding> bound;
  private RetiredPairs retired;
  private Optional<RefusedAttempt> refused = Optional.empty();

  /** Makes void what was learned from the former owner; safe to repeat. */
  @FunctionalInterface
  public interface Forgetting {
    void run() throws IOException;
  }

  /**
   * @param forget called on a release, before the binding itself is gone
   */
  public AgentBinding(Path state, Forgetting forget) throws IOException {
    this.state = state;
    this.forget = forget;
    boolean unused = release(state, forget);
    bound = Binding.read(state);
    retired = RetiredPairs.read(state);
  }

  /**
   * Lets pass whom this host obeys, and binds it when it obeys nobody.
   *
   * @param peer the name in the caller's certificate
   */
  public synchronized void admit(Announcement order, String peer) throws RefusedException {
    takeRelease();
    if (retired.has(order)) {
      throw new RefusedException(
          RefusalCode.PAIR_RETIRED,
          "pair '%s' of installation %s was retired, and this host left it"
              .formatted(order.scope(), order.installation()));
    }
    if (bound.isEmpty()) {
      bind(order);
    }
    requireOwner(bound.orElseThrow(), order, peer);
  }

  /** Of several who try in turn, the first stays: one who reads the log sees one line, not each. */
  private void note(RefusedAttempt attempt) {
    if (refused.filter(RefusedAttempt::recent).filter(first -> !first.sameAs(attempt)).isEmpty()) {
      refused = Optional.of(attempt);
    }
  }

  private void requireOwner(Binding owner, Announcement order, String peer)
      throws RefusedException {
    if (owner.covers(order.installation(), order.scope())) {
      return;
    }
    note(new RefusedAttempt(order.installation(), order.scope(), peer, HostClock.now()));
    throw new RefusedException(
        RefusalCode.BOUND_ELSEWHERE,
        "this host is bound to %s since %s, and takes no orders from pair '%s' of installation %s;"
                .formatted(owner.words(), owner.since(), order.scope(), order.installation())
            + " retire it there, or run 'baton-agent unbind POLICYFILE --reason …' on it as root",
        Map.of(
            EvidenceKey.INSTALLATION.wireName(), owner.installation().value(),
            EvidenceKey.PAIR.wireName(), owner.pair()));
  }

  /**
   * Lets go of the pair by order of its owner; safe to repeat. Role and epochs stay as they are:
   * nothing opens by this.
   *
   * @param admission what else must hold, asked once the order is known to be the owner's
   */
  public synchronized void retire(Announcement order, String peer, Admission admission)
      throws RefusedException {
    takeRelease();
    if (bound.isPresent() && !retired.has(order)) {
      requireOwner(bound.get(), order, peer);
    }
    admission.check();
    try {
      retired = retired.with(order, state);
      if (bound.filter(owner -> owner.covers(order.installation(), order.scope())).isPresent()) {
        new Release("its pair was retired", peer, HostClock.now()).endBinding(state);
        bound = Optional.empty();
        refused = Optional.empty();
        System.err.printf("left pair '%s', which was retired%n", order.scope());
      }
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE, "it cannot be written down: " + e.getMessage());
    }
  }

  /** A rule of somebody else's. */
  @FunctionalInterface
  public interface Admission {
    void check() throws RefusedException;
  }

  private void bind(Announcement order) throws RefusedException {
    Binding first = new Binding(order.installation(), order.scope(), HostClock.now());
    try {
      first.write(state);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE, "the binding cannot be written down: " + e.getMessage());
    }
    bound = Optional.of(first);
    System.err.printf("bound to %s%n", first.words());
  }

  /** What root on this host asked for while the agent ran. */
  private void takeRelease() throws RefusedException {
    try {
      if (release(state, forget)) {
        bound = Binding.read(state);
        retired = RetiredPairs.read(state);
        refused = Optional.empty();
      }
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE, "the release cannot be carried out: " + e.getMessage());
    }
  }

  /**
   * Carries out a release that was asked for; whether there was one.
   *
   * @param forget as for an agent, on disk at least
   */
  public static boolean release(Path state, Forgetting forget) throws IOException {
    Optional<Release> asked = Release.requested(state);
    if (asked.isEmpty()) {
      return false;
    }
    forget.run();
    asked.get().carryOut(state);
    System.err.printf("released by %s: %s%n", asked.get().by(), asked.get().reason());
    return true;
  }

  /** Whether there is a binding on disk, be it readable or not. */
  public static boolean isBound(Path state) {
    return Binding.exists(state);
  }

  /**
   * {@code installation}, {@code pair} and {@code since} of whom this host obeys, and who was
   * refused lately; empty of a host that is bound to nobody.
   */
  public synchronized Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    try {
      takeRelease();
    } catch (RefusedException e) {
      facts.put(EvidenceKey.WHY.wireName(), String.valueOf(e.getMessage()));
    }
    bound.ifPresent(owner -> {
      facts.put(EvidenceKey.INSTALLATION.wireName(), owner.installation().value());
      facts.put(EvidenceKey.PAIR.wireName(), owner.pair());
      facts.put(EvidenceKey.SINCE.wireName(), owner.since().toString());
    });
    refused.filter(RefusedAttempt::recent).ifPresent(attempt -> facts.putAll(attempt.facts()));
    return facts;
  }
}
