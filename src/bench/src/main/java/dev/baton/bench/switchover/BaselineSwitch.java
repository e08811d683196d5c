package dev.baton.bench.switchover;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.pair.Lab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.Driver;

/**
 * The baseline: moves the service of a lab by one resident process a host and nothing in between.
 * Nothing is proven or logged; for measuring only. What need not happen in the gap happens before
 * it, as in Baton's plans.
 */
final class BaselineSwitch implements AutoCloseable {

  private final Lab lab;
  private final Map<String, Hands> hands = new HashMap<>();

  /** The resident process of one host. */
  private record Hands(String host, Process process, Writer in, BufferedReader out) {

    /** Returns at once. */
    void begin(String command) {
      try {
        in.write(command + "\n");
        in.flush();
      } catch (IOException e) {
        throw new LabException("the resident process of %s is gone".formatted(host), e);
      }
    }

    /** Milliseconds that the oldest command begun took. */
    double end() {
      try {
        String answer = out.readLine();
        if (answer != null) {
          return Double.parseDouble(answer);
        }
      } catch (IOException e) {
        throw new LabException("the resident process of %s is gone".formatted(host), e);
      }
      throw new LabException("the resident process of %s ended; log/client.log".formatted(host));
    }

    double call(String command) {
      begin(command);
      return end();
    }
  }

  BaselineSwitch(Lab lab) {
    this.lab = lab;
    for (String name : Layout.SITE_HOSTS) {
      LabHost host = lab.host(name);
      LabFiles.copy(
          List.of(jarOf(BaselineProcess.class), jarOf(Driver.class)), host.folder().resolve("lib"));
      LabFiles.writeSecret(
          host.folder().resolve("resident"),
          "jdbc:postgresql://%s:5432/gocd\n%s\n"
              .formatted(Layout.ip(name), lab.applicationPassword()));
      Process process =
          host.open(
              List.of(
                  System.getProperty("java.home") + "/bin/java",
                  "-XX:+UseSerialGC",
                  "-Xmx32m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  "/srv/lib/*",
                  BaselineProcess.class.getName(),
                  "/srv/resident"));
      hands.put(
          name, new Hands(name, process, process.outputWriter(UTF_8), process.inputReader(UTF_8)));
    }
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Hands on(String host) {
    return Optional.ofNullable(hands.get(host)).orElseThrow();
  }

  /** CHECKPOINTs, a prompt standby, an open session: all that may happen before the gap. */
  void prepare(String from, String to) {
    LabPostgres standby = lab.postgres(to + "-db");
    standby.execute("alter system set wal_retrieve_retry_interval = '100ms'");
    standby.execute("select pg_reload_conf()");
    on(to + "-db").call("connect");
    if (lab.postgres(from + "-db").running()) {
      lab.postgres(from + "-db").execute("checkpoint");
      standby.execute("checkpoint");
      lab.postgres(from + "-db").execute("checkpoint");
    }
  }

  /** Stop, promotion and boot, with the address moving beside them; returns when it is told. */
  void switchOver(String from, String to) {
    moveAddress(from, to);
    on(from + "-db").call("stop");
    promoteAndBoot(to);
    on(from + "-app").end();
  }

  /** Moves the service when the old primary is dead. */
  void takeOver(String from, String to) {
    moveAddress(from, to);
    promoteAndBoot(to);
    on(from + "-app").end();
  }

  private void moveAddress(String from, String to) {
    on(from + "-app").begin("release");
    on(to + "-app").begin("take");
  }

  private void promoteAndBoot(String to) {
    on(to + "-db").call("promote");
    on(to + "-app").begin("boot");
    on(to + "-app").end();
    on(to + "-app").end();
  }

  /** After a switch: what may be tidied up when service is back. */
  void settle(String from, String to) {
    lab.labgo(from + "-app").stop();
    LabPostgres primary = lab.postgres(to + "-db");
    primary.execute("checkpoint");
    primary.execute("alter system reset wal_retrieve_retry_interval");
    String slot = from + "_db";
    primary.execute(
        "select pg_create_physical_replication_slot('%1$s', true) where not exists (select from pg_replication_slots where slot_name = '%1$s')"
            .formatted(slot));
  }

  /** Milliseconds until the old primary, stopped cleanly, streams again. */
  double follow(String site, String primary) {
    return rejoin("follow", site, primary);
  }

  /** Milliseconds until the old primary, killed, is rewound and streams again. */
  double rewind(String site, String primary) {
    return rejoin("rewind", site, primary);
  }

  private double rejoin(String how, String site, String primary) {
    long began = System.nanoTime();
    on(site + "-db").call(how + " " + Layout.ip(primary + "-db"));
    on(primary + "-db").call("await-standby");
    double took = (System.nanoTime() - began) / 1e6;
    Await.until("%s-db to answer".formatted(site), () -> lab.postgres(site + "-db").answers());
    lab.postgres(site + "-db")
        .execute(
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not"
                + " active");
    return took;
  }

  @Override
  public void close() {
    hands.values().forEach(resident -> resident.process().destroy());
  }
}
