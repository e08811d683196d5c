package dev.baton.agent;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Lets one other host write once, for a while; that host alone and no control plane. */
final class FileTickets {

  private static final Duration OPEN = Duration.ofMinutes(5);

  private final SyncedFiles files;
  private final FileReceiver receiver;
  private final Optional<ApplicationProcess> application;
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  private record Ticket(String from, Deadline until) {}

  FileTickets(SyncedFiles files, Optional<ApplicationProcess> application) {
    this.files = files;
    this.receiver = new FileReceiver(files);
    this.application = application;
  }

  Map<String, String> open(Run run) throws FailedException, IOException, InterruptedException {
    String ticket = run.param("ticket");
    if (!ticket.matches("[A-Za-z0-9_.-]{8,100}")) {
      throw new FailedException("a ticket has 8 to 100 letters and digits");
    }
    requireStopped();
    tickets.values().removeIf(old -> old.until().passed());
    tickets.put(ticket, new Ticket(run.param("from"), Deadline.in(OPEN)));
    return Map.of("ticket", ticket, "from", run.param("from"));
  }

  /** Whether that peer may use the ticket. */
  boolean admits(String ticket, PeerIdentity peer) {
    Ticket open = tickets.get(ticket);
    return open != null && !open.until().passed() && peer.isHost(open.from());
  }

  /** What is here already, for the sender to compare with. */
  Map<String, Object> manifest() throws IOException {
    return Map.of("files", new TreeMap<>(files.manifest()));
  }

  /** Takes the stream; the ticket is used up, also when this fails. */
  void receive(String ticket, InputStream stream)
      throws FailedException, IOException, InterruptedException {
    if (tickets.remove(ticket) == null) {
      throw new FailedException("the ticket is used up");
    }
    requireStopped();
    receiver.receive(stream);
  }

  private void requireStopped() throws FailedException, IOException, InterruptedException {
    if (application.isPresent() && application.get().status().running()) {
      throw new FailedException("the application runs here; its files must not change under it");
    }
  }
}
