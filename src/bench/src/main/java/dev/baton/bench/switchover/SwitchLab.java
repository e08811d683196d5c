package dev.baton.bench.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.client.ClientControl;
import dev.baton.lab.machine.Await;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.watch.LabOperations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A lab with its pair under load, and both ways to move it: Baton and the baseline. */
final class SwitchLab implements AutoCloseable {

  static final List<String> SITES = List.of("east", "west");
  static final Duration LIMIT = Duration.ofMinutes(1);
  // An agent looks every second whether there is anything left to hold down.
  private static final Duration GUARDS_LOOK = Duration.ofMillis(1500);

  private final Lab lab;
  private final Api api;
  private final String pair;
  private final LabOperations operations;
  private final BaselineSwitch baselineSwitch;
  private final ClientControl clientControl;
  private String primary = "east";

  /**
   * Registers the pair.
   *
   * @param megabytes of data to begin with, about
   */
  SwitchLab(Lab lab, int megabytes) {
    this.lab = lab;
    this.api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    this.pair = "/v1/pairs/" + lab.register(api, "bench");
    this.operations = new LabOperations(api, step -> {});
    this.baselineSwitch = new BaselineSwitch(lab);
    lab.postgres("east-db").execute("grant pg_monitor to gocd");
    lab.postgres("east-db")
        .execute(
            """
            create table labgo_fill as
            select i, repeat(md5(i::text), 30) as text from generate_series(1, %d) i\
            """
                .formatted(megabytes * 1000L));
    this.clientControl = lab.clientControl();
    served();
  }

  Lab lab() {
    return lab;
  }

  BaselineSwitch baseline() {
    return baselineSwitch;
  }

  String primary() {
    return primary;
  }

  String standby() {
    return SITES.get(1 - SITES.indexOf(primary));
  }

  /** The service was moved. */
  void swap() {
    primary = standby();
  }

  JsonNode status() {
    return api.get(pair);
  }

  Api api() {
    return api;
  }

  /**
   * Starts an operation on the pair, sees it to its end, and answers what the record says of it.
   */
  JsonNode operate(String kind, Map<String, ?> order) {
    String id = operations.start(pair + "/" + kind, order);
    JsonNode ended = operations.end(id);
    if (!ended.path("outcome").asText().matches("SUCCEEDED|COMPLETED_WITH_EXCEPTIONS")) {
      throw new IllegalStateException("%s ended %s".formatted(id, ended.path("outcome").asText()));
    }
    return api.get("/v1/operations/" + id + "/report");
  }

  /** Readiness as Baton sees it. */
  boolean ready() {
    return status().path("readiness").path("switchover").path("verdict").asText().equals("READY");
  }

  void awaitReady() {
    Await.until("the pair to be ready", LIMIT, this::ready);
  }

  void mark(String name) {
    clientControl.mark(name);
  }

  ClientControl.Window window() {
    return clientControl.window();
  }

  /** Waits until the client gets rows through the address and into a database. */
  void served() {
    ClientControl.Window before = clientControl.window();
    Await.until(
        "the client to be served",
        LIMIT,
        () -> {
          ClientControl.Window now = clientControl.window();
          return now.rows() > before.rows() + 50 && now.heartbeats() > before.heartbeats() + 20;
        });
  }

  /**
   * Lets the service be moved behind the back of Baton, which would see a split brain in that. What
   * the last operation told the guards to hold down is let go of before.
   */
  <T> T unseen(Supplier<T> moves) {
    Await.until(
        "all guards to let go",
        LIMIT,
        () ->
            status().findValues("guard").stream()
                .noneMatch(guard -> guard.path("held").asText().equals("true")));
    Await.pause(GUARDS_LOOK);
    lab.controlPlane().signal("STOP");
    try {
      return moves.get();
    } finally {
      lab.controlPlane().signal("CONT");
    }
  }

  @Override
  public void close() {
    baselineSwitch.close();
  }
}
