package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long a fault takes to be seen by both a caller who asks for the status and one who follows
 * the stream of events. Faults come at no certain phase of whoever looks at the hosts.
 */
final class Faults {

  private static final long PATIENCE_SECONDS = 30;

  private final World world;
  private final int faults;
  private final Progress progress;
  private final Random random = new Random(5);
  private final LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();

  /** Something that goes wrong, where it shows, and how it is mended. */
  private record Fault(
      String name,
      String host,
      String part,
      String key,
      String seen,
      Runnable strike,
      Runnable mend) {}

  Faults(World world, int faults, Progress progress) {
    this.world = world;
    this.faults = faults;
    this.progress = progress;
  }

  Measure measure() {
    List<Double> seconds = new ArrayList<>();
    try (Stream<String> events = world.api().follow("/v1/events/stream?type=verdict.changed")) {
      Thread unused = Thread.ofVirtual().start(() -> listen(events));
      List<Fault> kinds = kinds();
      world.awaitReady();
      for (int i = 0; i < faults; i++) {
        Fault fault = kinds.get(i % kinds.size());
        double took = visible(fault);
        seconds.add(took);
        progress.count("%s visible in %.2f s".formatted(fault.name(), took) + ", fault %d", i + 1);
      }
    }
    return Measure.at(Goals.FAULT_VISIBLE, 0.99, seconds);
  }

  private List<Fault> kinds() {
    String app = world.primary() + "-app";
    String standby = world.standby() + "-db";
    return List.of(
        new Fault(
            "application killed",
            app,
            "application",
            "state",
            "down",
            () -> world.lab().labgo(app).kill(),
            () -> world.lab().labgo(app).start()),
        new Fault(
            "standby's PostgreSQL killed",
            standby,
            "postgres",
            "running",
            "false",
            () -> world.lab().postgres(standby).kill(),
            () -> world.lab().postgres(standby).start()),
        new Fault(
            "address gone",
            app,
            "address",
            "held",
            "false",
            () -> world.lab().giveAddress(app, false),
            () -> world.lab().giveAddress(app, true)));
  }

  private double visible(Fault fault) {
    World.pause(500 + random.nextInt(1000));
    heard.clear();
    long began = System.nanoTime();
    fault.strike().run();
    World.until("%s in the status".formatted(fault.name()), () -> shows(fault));
    long inStatus = System.nanoTime();
    long inStream = take(heard, fault.name() + " in the stream");
    heard.clear();
    fault.mend().run();
    long unused = take(heard, "the end of " + fault.name());
    world.awaitReady();
    return (Math.max(inStatus, inStream) - began) / 1e9;
  }

  private boolean shows(Fault fault) {
    for (JsonNode host : world.status().path("hosts")) {
      if (host.path("host").asText().equals(fault.host())) {
        return host.path(fault.part()).path(fault.key()).asText().equals(fault.seen());
      }
    }
    return false;
  }

  private void listen(Stream<String> events) {
    try {
      events.forEach(this::hear);
    } catch (UncheckedIOException closed) {
      // Everything was heard that was waited for.
    }
  }

  private void hear(String line) {
    if (line.startsWith("data:")) {
      heard.add(System.nanoTime());
    }
  }

  private static long take(LinkedBlockingQueue<Long> moments, String what) {
    try {
      Long at = moments.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (at == null) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      return at;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
