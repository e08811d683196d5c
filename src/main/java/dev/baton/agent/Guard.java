package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.action.HostRole;
import dev.baton.action.Refusal;
import dev.baton.action.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this host may serve (S6). A host that has booted holds everything down until its role is
 * confirmed, and one that another site has replaced holds it down until a control plane says
 * otherwise. An agent that merely restarts changes nothing.
 */
final class Guard {

  /** What must not be served at this moment. */
  enum Hold {
    NOTHING,
    /** A person let database and application start; the address is no person's to give. */
    ADDRESS,
    EVERYTHING
  }

  private final Path state;
  private final Boot boot;
  private final Deadline limit;
  private final Map<Resource, Long> ordered = new EnumMap<>(Resource.class);
  private Optional<KnownRole> known;
  private Confirmation confirmation;
  private boolean booted;
  private boolean replaced;
  private String stopped = "";

  Guard(Path state, Duration timeout, Boot boot) throws IOException {
    this.state = state;
    this.boot = boot;
    limit = Deadline.in(timeout);
    known = KnownRole.read(state);
    booted = known.map(role -> !role.bootId().equals(boot.id())).orElse(false);
    confirmation = Confirmation.none(boot.id());
    confirmation.write(state);
  }

  /** Takes the role in that an announcement assigns; an older one than is known is refused. */
  synchronized void confirm(Announcement announcement) throws RefusedException {
    if (announcement.assignment().isEmpty()) {
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
      requireNewer(known.get(), told);
      left = told.role() == HostRole.OUT && told.term() > known.get().term();
    }
    remember(told);
    // Whatever came up before its word was in, or serves on after its site was replaced, must go.
    replaced = told.role() != HostRole.PRIMARY && (replaced || left || booted);
    booted = false;
    confirmed();
  }

  private static void requireNewer(KnownRole known, KnownRole told) throws RefusedException {
    if (told.term() < known.term()) {
      throw new RefusedException(
          Refusal.Code.STALE_TERM,
          "term %d of '%s' is over; this host is %s"
              .formatted(told.term(), told.scope(), known.words()),
          Map.of("term", Long.toString(known.term())));
    }
    if (told.version() < known.version()) {
      throw new RefusedException(
          Refusal.Code.STALE_SEQUENCE,
          "version %d of '%s' was overtaken by version %d"
              .formatted(told.version(), told.scope(), known.version()),
          Map.of("version", Long.toString(known.version())));
    }
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
          Refusal.Code.JOURNAL_UNWRITABLE, "the role cannot be written down: " + e.getMessage());
    }
  }

  private void confirmed() throws RefusedException {
    try {
      confirmation = new Confirmation(boot.id(), Uptime.millis(), ordered);
      confirmation.write(state);
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.Code.JOURNAL_UNWRITABLE,
          "the confirmation cannot be written down: " + e.getMessage());
    }
  }

  /**
   * An order that ends service is carried out: from here on the host stays down by itself, whatever
   * becomes of the control plane. Returns when that is on disk.
   */
  synchronized void close(ActionRequest order) throws IOException {
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
  synchronized void open(ActionRequest order) throws IOException {
    booted = false;
    replaced = false;
    ordered.put(order.type().resource(), Uptime.millis() + order.timeout().toMillis());
    confirmation = new Confirmation(boot.id(), confirmation.at(), ordered);
    confirmation.write(state);
  }

  /** Whatever order was carried out on that part has ended. */
  synchronized void ended(Resource resource) throws IOException {
    if (ordered.remove(resource) != null) {
      confirmation = new Confirmation(boot.id(), confirmation.at(), ordered);
      confirmation.write(state);
    }
  }

  /** Whether the order ends service here. */
  static boolean closes(ActionType type) {
    return switch (type) {
      case POSTGRES_STOP, APPLICATION_STOP, ADDRESS_RELEASE -> true;
      default -> false;
    };
  }

  /** Whether the order begins service here. */
  static boolean opens(ActionRequest order) {
    return switch (order.type()) {
      case POSTGRES_START -> "primary".equals(order.params().get("role"));
      case POSTGRES_PROMOTE, APPLICATION_START, ADDRESS_ASSIGN -> true;
      default -> false;
    };
  }

  synchronized Hold hold() {
    if (!replaced && !(booted && limit.passed())) {
      return Hold.NOTHING;
    }
    return GuardOverride.read(state, boot.id()).isPresent() ? Hold.ADDRESS : Hold.EVERYTHING;
  }

  /** Nothing that must not serves. A standby's part is done then: it may be promoted by hand. */
  synchronized void quiet() {
    replaced = replaced && known.map(role -> role.role() == HostRole.OUT).orElse(false);
  }

  /** Something came up past the guard and was stopped. */
  synchronized void stopped(String what) {
    stopped = what;
  }

  /** {@code role}, {@code term}, {@code confirmed}, {@code held}, and {@code why} when it is. */
  synchronized Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    boolean held = booted || known.map(role -> role.role() == HostRole.OUT).orElse(false);
    facts.put("role", known.map(role -> role.role().wireName()).orElse("none"));
    known.ifPresent(role -> facts.put("term", Long.toString(role.term())));
    facts.put("confirmed", Boolean.toString(known.isPresent() && !booted));
    facts.put("held", Boolean.toString(held));
    if (held) {
      KnownRole role = known.orElseThrow();
      facts.put(
          "why",
          booted ? GuardVerdict.unconfirmed(role, Optional.empty()) : GuardVerdict.held(role));
    }
    GuardOverride.read(state, boot.id())
        .ifPresent(override -> facts.put("override", override.reason()));
    if (!stopped.isEmpty()) {
      facts.put("stopped", stopped);
    }
    return facts;
  }
}
