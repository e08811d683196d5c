package dev.baton.agent.files;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.ActionParameter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Permissions to write: each lets one named host send files once, within five minutes. */
public final class FileTickets {

  private static final Duration OPEN = Duration.ofMinutes(5);

  private final SyncedFiles files;
  private final FileReceiver receiver;
  private final Use use;
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  private record Ticket(String from, Deadline until) {}

  /** Whether the application that uses the files runs on this host. */
  @FunctionalInterface
  public interface Use {
    boolean running() throws FailedException, IOException, InterruptedException;
  }

  public FileTickets(SyncedFiles files, Use use) {
    this.files = files;
    this.receiver = new FileReceiver(files);
    this.use = use;
  }

  public Map<String, String> open(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String ticket = actionContext.param(ActionParameter.TICKET);
    if (!ticket.matches("[A-Za-z0-9_.-]{8,100}")) {
      throw new FailedException("a ticket has 8 to 100 letters and digits");
    }
    requireStopped();
    tickets.values().removeIf(old -> old.until().passed());
    String from = actionContext.param(ActionParameter.FROM);
    tickets.put(ticket, new Ticket(from, Deadline.in(OPEN)));
    return ActionParameter.params(
        Map.of(ActionParameter.TICKET, ticket, ActionParameter.FROM, from));
  }

  /** Whether that peer may use the ticket. */
  public boolean admits(String ticket, PeerIdentity peer) {
    Ticket open = tickets.get(ticket);
    return open != null && !open.until().passed() && peer.isHost(open.from());
  }

  /** What is here already, for the sender to compare with. */
  public Map<String, Object> manifest() throws FailedException, IOException, InterruptedException {
    return Map.of("files", new TreeMap<>(files.manifest()));
  }

  /**
   * Takes the stream; the ticket is used up, also when this fails.
   *
   * @return items of which something is kept that was changed here, each with the folder
   */
  public List<String> receive(String ticket, InputStream stream)
      throws FailedException, IOException, InterruptedException {
    if (tickets.remove(ticket) == null) {
      throw new FailedException("the ticket is used up");
    }
    requireStopped();
    return receiver.receive(stream);
  }

  private void requireStopped() throws FailedException, IOException, InterruptedException {
    if (use.running()) {
      throw new FailedException("the application runs here; its files must not change under it");
    }
  }
}
