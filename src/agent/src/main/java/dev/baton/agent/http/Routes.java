package dev.baton.agent.http;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.binding.AgentBinding;
import dev.baton.agent.files.FileTickets;
import dev.baton.agent.host.HostResources;
import dev.baton.agent.host.Observer;
import dev.baton.agent.order.Epochs;
import dev.baton.agent.order.Journal;
import dev.baton.agent.order.JournalEntry;
import dev.baton.agent.order.OrderAdmission;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.os.HostClock;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.tls.AgentTls;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes each HTTP call and checks who may make it. */
public final class Routes {

  private static final long LONGEST_WAIT = 55;
  private static final long USUAL_WAIT = 20;
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(8);

  private final Policy policy;
  private final AgentTls tls;
  private final Boot boot;
  private final HostResources hostResources;
  private final AgentBinding binding;
  private final Epochs epochs;
  private final Journal journal;
  private final OrderAdmission orderAdmission;
  private final Observer observer;

  public Routes(
      Policy policy,
      AgentTls tls,
      Boot boot,
      HostResources hostResources,
      AgentBinding binding,
      Epochs epochs,
      Journal journal,
      OrderAdmission orderAdmission,
      Observer observer) {
    this.policy = policy;
    this.tls = tls;
    this.boot = boot;
    this.hostResources = hostResources;
    this.binding = binding;
    this.epochs = epochs;
    this.journal = journal;
    this.orderAdmission = orderAdmission;
    this.observer = observer;
  }

  HttpAnswer answer(HttpCall call) throws RefusedException, IOException, InterruptedException {
    PeerIdentity peer = call.peer();
    List<String> path = call.path();
    if (path.size() == 3 && path.subList(0, 2).equals(List.of("v1", "files"))) {
      return files(call, peer, path.get(2));
    }
    if (!peer.isControlPlane()) {
      throw new RefusedException(RefusalCode.NOT_ALLOWED, peer.uri() + " is not a control plane");
    }
    return switch (call.method() + " " + shape(path)) {
      case "GET v1/hello" -> HttpAnswer.ok(hello());
      case "GET v1/health" -> HttpAnswer.ok(Map.of("status", "up"));
      case "GET v1/observation" -> HttpAnswer.ok(observation(call));
      case "POST v1/reads/*" -> HttpAnswer.ok(orderAdmission.read(path.get(2), call.body()));
      case "PUT v1/epochs/*" -> announce(path.get(2), call, peer);
      case "PUT v1/revocations" -> revoke(call);
      case "PUT v1/actions/*" ->
          waitFor(orderAdmission.admit(path.get(2), call.body(), peer.uri()), call);
      case "GET v1/actions/*" -> waitFor(journal.known(path.get(2)), call);
      case "PUT v1/ends/*" -> cut(path.get(2), call, peer);
      default -> throw new RefusedException(RefusalCode.UNKNOWN_ACTION, "no such call: " + call);
    };
  }

  /** Without a wait the caller decides on the answer: then it is not one from before the call. */
  private Map<String, Object> observation(HttpCall call)
      throws RefusedException, InterruptedException {
    long after = call.number("after", 0, Long.MAX_VALUE);
    long wait = call.number("wait", 0, LONGEST_WAIT);
    if (wait > 0) {
      return observer.after(after, Duration.ofSeconds(wait));
    }
    return observer
        .afresh(LONGEST_LOOK)
        .orElseThrow(() ->
            new RefusedException(
                RefusalCode.BUSY,
                "a look at this host takes longer than %s".formatted(LONGEST_LOOK)));
  }

  private static String shape(List<String> path) {
    return path.size() == 3 ? path.get(0) + "/" + path.get(1) + "/*" : String.join("/", path);
  }

  private HttpAnswer announce(String scope, HttpCall call, PeerIdentity peer)
      throws RefusedException, IOException {
    orderAdmission.announce(scope, call.body(), peer.uri());
    return HttpAnswer.ok(Map.of("epochs", epochs.toMap()));
  }

  /** Signed by an authority, so it does not matter which control plane brings it. */
  private synchronized HttpAnswer revoke(HttpCall call) throws RefusedException, IOException {
    String list = String.valueOf(call.body().get("list"));
    try {
      DurableFiles.replace(tls.placeFor(list), list);
      tls.refresh();
    } catch (GeneralSecurityException e) {
      throw new RefusedException(
          RefusalCode.NOT_ALLOWED, "list of revoked certificates: " + e.getMessage());
    }
    return HttpAnswer.ok(Map.of("status", "in force"));
  }

  private HttpAnswer cut(String id, HttpCall call, PeerIdentity peer)
      throws RefusedException, IOException, InterruptedException {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(call.body());
    String scope = String.valueOf(body.remove("scope"));
    return waitFor(orderAdmission.cut(scope, id, body, peer.uri()), call);
  }

  private static HttpAnswer waitFor(JournalEntry entry, HttpCall call)
      throws RefusedException, InterruptedException {
    long seconds = call.number("wait", USUAL_WAIT, LONGEST_WAIT);
    entry.await(seconds * 1000);
    return HttpAnswer.of(entry);
  }

  private HttpAnswer files(HttpCall call, PeerIdentity peer, String ticket)
      throws RefusedException, IOException, InterruptedException {
    Optional<FileTickets> tickets = hostResources.tickets();
    if (tickets.isEmpty() || !tickets.get().admits(ticket, peer)) {
      throw new RefusedException(
          RefusalCode.NOT_ALLOWED, "no open ticket of that name for " + peer.uri());
    }
    try {
      if (call.method().equals("GET")) {
        return HttpAnswer.ok(tickets.get().manifest());
      }
      List<String> kept = tickets.get().receive(ticket, call.stream());
      observer.refresh();
      return HttpAnswer.ok(
          Map.of(
              "status", "received", EvidenceKey.OVERWRITTEN.wireName(), String.join(", ", kept)));
    } catch (ForeignPathException e) {
      throw new RefusedException(RefusalCode.FOREIGN_PATH, String.valueOf(e.getMessage()));
    } catch (FailedException e) {
      throw new RefusedException(RefusalCode.PRECONDITION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> hello() {
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("host", policy.host());
    hello.put("version", AgentVersion.current());
    hello.put("protocol", 1L);
    hello.put(EvidenceKey.BOOT_ID.wireName(), boot.id());
    hello.put(EvidenceKey.SESSION.wireName(), boot.session());
    hello.put("clock", HostClock.now().toString());
    hello.put("policyHash", policy.hash());
    hello.put("certificateExpiry", tls.expiry().toString());
    hello.put(EvidenceKey.FENCE.wireName(), policy.fence().isPresent() ? "command" : "none");
    hello.put("binding", binding.facts());
    hello.put("epochs", epochs.toMap());
    return hello;
  }
}
