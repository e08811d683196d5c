package dev.baton.agent;

import dev.baton.action.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which call does what, and who may make it. */
final class Routes {

  private static final long LONGEST_WAIT = 55;
  private static final long USUAL_WAIT = 20;
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(8);

  private final Policy policy;
  private final AgentTls tls;
  private final Boot boot;
  private final Parts parts;
  private final Epochs epochs;
  private final Journal journal;
  private final Gate gate;
  private final Observer observer;

  Routes(
      Policy policy,
      AgentTls tls,
      Boot boot,
      Parts parts,
      Epochs epochs,
      Journal journal,
      Gate gate,
      Observer observer) {
    this.policy = policy;
    this.tls = tls;
    this.boot = boot;
    this.parts = parts;
    this.epochs = epochs;
    this.journal = journal;
    this.gate = gate;
    this.observer = observer;
  }

  Answer answer(Call call) throws RefusedException, IOException, InterruptedException {
    PeerIdentity peer = call.peer();
    List<String> path = call.path();
    if (path.size() == 3 && path.subList(0, 2).equals(List.of("v1", "files"))) {
      return files(call, peer, path.get(2));
    }
    if (!peer.isControlPlane()) {
      throw new RefusedException(Refusal.Code.NOT_ALLOWED, peer.uri() + " is not a control plane");
    }
    return switch (call.method() + " " + shape(path)) {
      case "GET v1/hello" -> Answer.ok(hello());
      case "GET v1/health" -> Answer.ok(Map.of("status", "up"));
      case "GET v1/observation" -> Answer.ok(observation(call));
      case "POST v1/reads/*" -> Answer.ok(gate.read(path.get(2), call.body()));
      case "PUT v1/epochs/*" -> announce(path.get(2), call);
      case "PUT v1/actions/*" -> waitFor(gate.admit(path.get(2), call.body()), call);
      case "GET v1/actions/*" -> waitFor(known(path.get(2)), call);
      default -> throw new RefusedException(Refusal.Code.UNKNOWN_ACTION, "no such call: " + call);
    };
  }

  /** Without a wait the caller decides on the answer: then it is not one from before the call. */
  private Map<String, Object> observation(Call call) throws RefusedException, InterruptedException {
    long after = call.number("after", 0, Long.MAX_VALUE);
    long wait = call.number("wait", 0, LONGEST_WAIT);
    if (wait > 0) {
      return observer.after(after, Duration.ofSeconds(wait));
    }
    return observer
        .afresh(LONGEST_LOOK)
        .orElseThrow(() ->
            new RefusedException(
                Refusal.Code.BUSY,
                "a look at this host takes longer than %s".formatted(LONGEST_LOOK)));
  }

  private static String shape(List<String> path) {
    return path.size() == 3 ? path.get(0) + "/" + path.get(1) + "/*" : String.join("/", path);
  }

  private Answer announce(String scope, Call call) throws RefusedException, IOException {
    gate.announce(scope, call.body());
    return Answer.ok(Map.of("epochs", epochs.toMap()));
  }

  private Entry known(String id) throws RefusedException {
    return journal
        .find(id)
        .orElseThrow(
            () -> new RefusedException(Refusal.Code.UNKNOWN_ID, "no order has the id " + id));
  }

  private static Answer waitFor(Entry entry, Call call)
      throws RefusedException, InterruptedException {
    long seconds = call.number("wait", USUAL_WAIT, LONGEST_WAIT);
    entry.await(seconds * 1000);
    return Answer.of(entry);
  }

  private Answer files(Call call, PeerIdentity peer, String ticket)
      throws RefusedException, IOException, InterruptedException {
    Optional<FileTickets> tickets = parts.tickets();
    if (tickets.isEmpty() || !tickets.get().admits(ticket, peer)) {
      throw new RefusedException(
          Refusal.Code.NOT_ALLOWED, "no open ticket of that name for " + peer.uri());
    }
    if (call.method().equals("GET")) {
      return Answer.ok(tickets.get().manifest());
    }
    try {
      tickets.get().receive(ticket, call.stream());
    } catch (FailedException e) {
      throw new RefusedException(Refusal.Code.PRECONDITION_FAILED, String.valueOf(e.getMessage()));
    }
    observer.refresh();
    return Answer.ok(Map.of("status", "received"));
  }

  private Map<String, Object> hello() {
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("host", policy.host());
    hello.put("version", AgentMain.version());
    hello.put("protocol", 1L);
    hello.put("bootId", boot.id());
    hello.put("session", boot.session());
    hello.put("clock", Instant.now().toString());
    hello.put("policyHash", policy.hash());
    hello.put("certificateExpiry", tls.expiry().toString());
    hello.put("fence", policy.fence().isPresent() ? "command" : "none");
    hello.put("epochs", epochs.toMap());
    return hello;
  }
}
