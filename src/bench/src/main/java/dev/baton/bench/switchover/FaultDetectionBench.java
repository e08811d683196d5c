package dev.baton.bench.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.lab.machine.Await;
import dev.baton.lab.pair.Lab;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Benchmark of the time a fault takes to be seen by both a caller who asks for the status and one
 * who follows the stream of events. Faults come at no certain phase of whoever looks at the hosts.
 */
final class FaultDetectionBench {

  private static final long PATIENCE_SECONDS = 30;

  private final SwitchLab switchLab;
  private final int faults;
  private final ProgressLog progress;
  private final Random random = new Random(5);
  private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /** An event that came over the stream. */
  private record Heard(String data, long at) {}

  /**
   * Something that goes wrong, where it shows, and how it is mended.
   *
   * @param seen the value of the key in that part of the host's status; of the host itself if empty
   * @param event type of the event that tells of it
   * @param end type of the event that tells of its end
   */
  private record Fault(
      String name,
      String host,
      String part,
      String key,
      String seen,
      String event,
      String end,
      Runnable strike,
      Runnable mend) {

    /** Of something on a host whose agent tells of it. */
    static Fault told(
        String name,
        String host,
        String part,
        String key,
        String seen,
        Runnable strike,
        Runnable mend) {
      String changed = "verdict.changed";
      return new Fault(name, host, part, key, seen, changed, changed, strike, mend);
    }

    /** Of a host or an agent, of which nobody tells. */
    static Fault silent(String name, String host, Runnable strike, Runnable mend) {
      return new Fault(
          name, host, "", "agent", "unreachable", "host.silent", "host.answering", strike, mend);
    }

    /** A silence belongs to one host; verdicts name none. */
    boolean told(Heard event) {
      return is(event, this.event);
    }

    boolean ended(Heard event) {
      return is(event, end);
    }

    private boolean is(Heard heard, String type) {
      return heard.data().contains("\"" + type + "\"")
          && (type.startsWith("verdict") || heard.data().contains("\"" + host + "\""));
    }
  }

  FaultDetectionBench(SwitchLab switchLab, int faults, ProgressLog progress) {
    this.switchLab = switchLab;
    this.faults = faults;
    this.progress = progress;
  }

  Measure measure() {
    List<Double> seconds = new ArrayList<>();
    try (Stream<String> verdicts =
            switchLab.api().follow("/v1/events/stream?type=verdict.changed");
        Stream<String> hosts = switchLab.api().follow("/v1/events/stream?type=host.")) {
      Thread.ofVirtual().start(() -> listen(verdicts));
      Thread.ofVirtual().start(() -> listen(hosts));
      List<Fault> kinds = kinds();
      switchLab.awaitReady();
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
    return Stream.concat(toldByAgents().stream(), ofHosts().stream()).toList();
  }

  private List<Fault> toldByAgents() {
    String app = switchLab.primary() + "-app";
    String standby = switchLab.standby() + "-db";
    return List.of(
        Fault.told(
            "application killed",
            app,
            "application",
            "state",
            "down",
            () -> switchLab.lab().labgo(app).kill(),
            () -> switchLab.lab().labgo(app).start()),
        Fault.told(
            "standby's PostgreSQL killed",
            standby,
            "postgres",
            "running",
            "false",
            () -> switchLab.lab().postgres(standby).kill(),
            () -> switchLab.lab().postgres(standby).start()),
        Fault.told(
            "address gone",
            app,
            "address",
            "held",
            "false",
            () -> switchLab.lab().giveAddress(app, false),
            () -> switchLab.lab().giveAddress(app, true)));
  }

  private List<Fault> ofHosts() {
    String app = switchLab.primary() + "-app";
    String spare = switchLab.standby() + "-app";
    Lab lab = switchLab.lab();
    return List.of(
        Fault.silent(
            "host powered off",
            spare,
            () -> lab.host(spare).powerOff(),
            () -> lab.host(spare).powerOn()),
        Fault.silent(
            "cable cut", spare, () -> lab.network().cut(spare), () -> lab.network().restore(spare)),
        Fault.silent(
            "agent killed", app, () -> lab.agent(app).signal("KILL"), () -> lab.agent(app).start()),
        Fault.silent(
            "agent hanging",
            app,
            () -> lab.agent(app).signal("STOP"),
            () -> lab.agent(app).signal("CONT")));
  }

  private double visible(Fault fault) {
    Await.pause(Duration.ofMillis(500 + random.nextInt(1000)));
    heard.clear();
    long began = System.nanoTime();
    fault.strike().run();
    Await.until("%s in the status".formatted(fault.name()), SwitchLab.LIMIT, () -> shows(fault));
    long inStatus = System.nanoTime();
    long inStream = take(fault::told, fault.name() + " in the stream");
    heard.clear();
    fault.mend().run();
    take(fault::ended, "the end of " + fault.name());
    switchLab.awaitReady();
    return (Math.max(inStatus, inStream) - began) / 1e9;
  }

  private boolean shows(Fault fault) {
    for (JsonNode host : switchLab.status().path("hosts")) {
      if (host.path("host").asText().equals(fault.host())) {
        JsonNode part = fault.part().isEmpty() ? host : host.path(fault.part());
        return part.path(fault.key()).asText().equals(fault.seen());
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
      heard.add(new Heard(line, System.nanoTime()));
    }
  }

  /** When the first event of that kind came. */
  private long take(Predicate<Heard> wanted, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        Heard next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new IllegalStateException("waited in vain for " + what);
        }
        if (wanted.test(next)) {
          return next.at();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
