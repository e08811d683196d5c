package dev.baton.agent.guard;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.Uptime;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what this host may serve (S6). A host that has booted holds everything down until its
 * role is confirmed, and one that another site has replaced holds it down until a control plane
 * says otherwise. An agent that merely restarts changes nothing.
 */
public final class BootGuard {

  /** What must not be served at this moment. */
  public enum Hold {
    NOTHING,
    /** A person let database and application start; the address stays held down. */
    ADDRESS,
    EVERYTHING
  }

  private final Path state;
  private final Boot boot;
  private final Deadline limit;
  private final Map<Resource, Long> ordered = new EnumMap<>(Resource.class);
  private Optional<KnownRole> known;
  private RoleConfirmation confirmation;
  private boolean booted;
  private boolean replaced;
  private String stopped = "";

  public BootGuard(Path state, Duration timeout, Boot boot) throws IOException {
    this.state = state;
    this.boot = boot;
    limit = Deadline.in(timeout);
    known = KnownRole.read(state);
    booted = known.map(role -> !role.bootId().equals(boot.id())).orElse(false);
    confirmation = RoleConfirmation.none(boot.id());
    confirmation.write(state);
  }

  /** The host was released: it has no role, and whatever starts on it is its owner's affair. */
  public synchronized void forget() throws IOException {
    KnownRole.delete(state);
    known = Optional.empty();
    booted = false;
    replaced = false;
  }

  /** Forgets the role where no agent runs. */
  public static void delete(Path state) throws IOException {
    KnownRole.delete(state);
  }

  /** The role on disk in words, for example {@code primary of ci in term 3}; empty without one. */
  public static Optional<String> role(Path state) throws IOException {
    return KnownRole.read(state).map(KnownRole::words);
  }

  /** Accepts the role that an announcement assigns; an older one than is known is refused. */
  public synchronized void confirm(Announcement announcement) throws RefusedException {
    if (announcement.assignment().isEmpty() || announcement.retires()) {
      return;
    }
    Announcement.Assignment assigned = announcement.assignment().get();
    KnownRole told =
        new KnownRole(
            announcement.scope(),
            assigned.role(),
            announcement.term(),
            assigned.version(),
            boot.id());
    boolean left = false;
    if (known.isPresent() && known.get().scope().equals(told.scope())) {
      told.requireNewerThan(known.get());
      left = told.role() == HostRole.OUT && told.term() > known.get().term();
    }
    remember(told);
    // What started before the role was known, or still serves in a replaced site, is stopped.
    replaced = told.role() != HostRole.PRIMARY && (replaced || left || booted);
    booted = false;
    confirmed();
  }

  private void remember(KnownRole told) throws RefusedException {
    try {
      // A higher version alone is no news: heartbeats of a busy pair must not wear out the disk.
      boolean news =
          known.isEmpty()
              || known.get().role() != told.role()
              || known.get().term() != told.term()
              || !known.get().scope().equals(told.scope())
              || !known.get().bootId().equals(told.bootId());
      if (news) {
        told.write(state);
      }
      known = Optional.of(told);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE, "the role cannot be written down: " + e.getMessage());
    }
  }

  private void confirmed() throws RefusedException {
    try {
      confirmation = new RoleConfirmation(boot.id(), Uptime.millis(), ordered);
      confirmation.write(state);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalCode.JOURNAL_UNWRITABLE,
          "the confirmation cannot be written down: " + e.getMessage());
    }
  }

  /**
   * An order that ends service is carried out: from here on the host stays down by itself, whatever
   * becomes of the control plane. Returns when that is on disk.
   */
  public synchronized void close(ActionRequest order) throws IOException {
    long term = Math.max(order.term(), known.map(KnownRole::term).orElse(0L));
    boolean closed =
        known
            .filter(role -> role.role() == HostRole.OUT && role.scope().equals(order.scope()))
            .isPresent();
    if (!closed) {
      KnownRole out = new KnownRole(order.scope(), HostRole.OUT, term, order.sequence(), boot.id());
      out.write(state);
      known = Optional.of(out);
    }
    replaced = replaced || booted;
    booted = false;
  }

  /** An order that begins service is carried out: its sender knows what this host is. */
  public synchronized void open(ActionRequest order) throws IOException {
    booted = false;
    replaced = false;
    ordered.put(order.type().resource(), Uptime.millis() + order.timeout().toMillis());
    confirmation = new RoleConfirmation(boot.id(), confirmation.at(), ordered);
    confirmation.write(state);
  }

  /** Whatever order was carried out on that part has ended. */
  public synchronized void ended(Resource resource) throws IOException {
    if (ordered.remove(resource) != null) {
      confirmation = new RoleConfirmation(boot.id(), confirmation.at(), ordered);
      confirmation.write(state);
    }
  }

  /** Whether the order ends service here. */
  public static boolean closes(ActionType type) {
    return switch (type) {
      case POSTGRES_STOP, APPLICATION_STOP, ADDRESS_RELEASE -> true;
      default -> false;
    };
  }

  /** Whether the order begins service here. */
  public static boolean opens(ActionRequest order) {
    return switch (order.type()) {
      case POSTGRES_START ->
          HostRole.PRIMARY.wireName().equals(order.params().get(ActionParameter.ROLE.wireName()));
      case POSTGRES_PROMOTE, APPLICATION_START, ADDRESS_ASSIGN -> true;
      default -> false;
    };
  }

  public synchronized Hold hold() {
    if (!replaced && !(booted && limit.passed())) {
      return Hold.NOTHING;
    }
    return GuardOverride.read(state, boot.id()).isPresent() ? Hold.ADDRESS : Hold.EVERYTHING;
  }

  /**
   * Takes the note that this part was held up in this boot for want of a confirmation, if there is
   * one and the host is the confirmed primary by now; the caller has it started.
   */
  public synchronized boolean takeHeldUp(GuardVerdict.Unit unit) throws IOException {
    HeldUpStart heldUp = new HeldUpStart(state, unit, boot.id());
    if (primary().isEmpty() || !heldUp.waits()) {
      return false;
    }
    heldUp.over();
    return true;
  }

  private Optional<KnownRole> primary() {
    return known.filter(role -> role.role() == HostRole.PRIMARY && !booted && !replaced);
  }

  /** Pair, term and boot it is primary in, if a control plane said so within that time. */
  public synchronized Optional<String> serves(Duration lately) throws IOException {
    long since = Uptime.millis() - lately.toMillis();
    return primary()
        .filter(role -> role.bootId().equals(boot.id()) && confirmation.at() >= Math.max(0, since))
        .map(role -> role.words() + ", boot " + role.bootId());
  }

  /** Nothing that must not serves. A standby's part is done then: it may be promoted by hand. */
  public synchronized void quiet() {
    replaced = replaced && known.map(role -> role.role() == HostRole.OUT).orElse(false);
  }

  /** Something came up past the guard and was stopped. */
  public synchronized void stopped(String what) {
    stopped = what;
  }

  /** {@code role}, {@code term}, {@code confirmed}, {@code held}, and {@code why} when it is. */
  public synchronized Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    boolean held = booted || known.map(role -> role.role() == HostRole.OUT).orElse(false);
    facts.put(
        EvidenceKey.ROLE.wireName(), known.map(role -> role.role().wireName()).orElse("none"));
    known.ifPresent(role -> facts.put(EvidenceKey.TERM.wireName(), Long.toString(role.term())));
    facts.put(EvidenceKey.CONFIRMED.wireName(), Boolean.toString(known.isPresent() && !booted));
    facts.put(EvidenceKey.HELD.wireName(), Boolean.toString(held));
    if (held) {
      KnownRole role = known.orElseThrow();
      facts.put(
          EvidenceKey.WHY.wireName(),
          booted ? GuardVerdict.unconfirmed(role, Optional.empty()) : GuardVerdict.held(role));
    }
    GuardOverride.read(state, boot.id())
        .ifPresent(override -> facts.put(EvidenceKey.OVERRIDE.wireName(), override.reason()));
    if (!stopped.isEmpty()) {
      facts.put(EvidenceKey.STOPPED.wireName(), stopped);
    }
    return facts;
  }
}
