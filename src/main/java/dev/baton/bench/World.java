package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.Api;
import dev.baton.lab.Bare;
import dev.baton.lab.Lab;
import dev.baton.lab.Operations;
import dev.baton.lab.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lab with its pair under load, and both ways to move it: Baton's and the bare one. */
final class World implements AutoCloseable {

  static final List<String> SITES = List.of("east", "west");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  // An agent looks every second whether there is anything left to hold down.
  private static final Duration GUARDS_LOOK = Duration.ofMillis(1500);

  private final Lab lab;
  private final Api api;
  private final String pair;
  private final Operations operations;
  private final Bare bare;
  private final Traffic traffic;
  private String primary = "east";

  /**
   * Registers the pair.
   *
   * @param megabytes of data to begin with, about
   */
  World(Lab lab, int megabytes) {
    this.lab = lab;
    this.api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    this.pair = "/v1/pairs/" + lab.register(api, "bench");
    this.operations = new Operations(api, step -> {});
    this.bare = lab.bare();
    lab.postgres("east-db").execute("grant pg_monitor to gocd");
    lab.postgres("east-db")
        .execute(
            """
            create table labgo_fill as
            select i, repeat(md5(i::text), 30) as text from generate_series(1, %d) i\
            """
                .formatted(megabytes * 1000L));
    this.traffic = lab.traffic();
    served();
  }

  Lab lab() {
    return lab;
  }

  Bare bare() {
    return bare;
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
    until("the pair to be ready", this::ready);
  }

  void mark(String name) {
    traffic.mark(name);
  }

  Traffic.Window window() {
    return traffic.window();
  }

  /** Waits until the client gets rows through the address and into a database. */
  void served() {
    Traffic.Window before = traffic.window();
    until(
        "the client to be served",
        () -> {
          Traffic.Window now = traffic.window();
          return now.rows() > before.rows() + 50 && now.heartbeats() > before.heartbeats() + 20;
        });
  }

  /**
   * Lets the service be moved behind the back of Baton, which would see a split brain in that. What
   * the last operation told the guards to hold down is let go of before.
   */
  <T> T unseen(Supplier<T> moves) {
    until(
        "all guards to let go",
        () ->
            status().findValues("guard").stream()
                .noneMatch(guard -> guard.path("held").asText().equals("true")));
    pause(GUARDS_LOOK.toMillis());
    lab.controlPlane().signal("STOP");
    try {
      return moves.get();
    } finally {
      lab.controlPlane().signal("CONT");
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      pause(10);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    bare.close();
  }
}
