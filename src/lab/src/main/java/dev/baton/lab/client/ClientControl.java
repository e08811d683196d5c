package dev.baton.lab.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.Layout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The running client, seen from outside: marks windows of time and asks what happened in them. */
public final class ClientControl implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final LabHost host;
  private final LineProcess client;

  /**
   * What the client saw since the last mark.
   *
   * @param serviceGapMs longest time without a success through the address
   * @param writeGapMs longest time without a commit on either database
   * @param acknowledgedRows rows and heartbeats it was promised
   * @param lastTrouble why the latest row that failed did; empty when none has
   */
  public record Window(
      long serviceGapMs,
      Instant serviceGapBegan,
      long writeGapMs,
      Instant writeGapBegan,
      long rows,
      long heartbeats,
      long acknowledgedRows,
      String lastTrouble) {

    /**
     * How much of the service gap lies before the close: milliseconds in which the application was
     * up and drained, and took no new work.
     *
     * @param closed when its port was told to close
     */
    public long drainedMs(Instant closed) {
      return Math.clamp(Duration.between(serviceGapBegan, closed).toMillis(), 0, serviceGapMs);
    }
  }

  private ClientControl(LabHost host, Process process) {
    this.host = host;
    this.client = new LineProcess(process);
  }

  public static ClientControl begin(LabHost host, LabPasswords labPasswords) {
    LabFiles.writeSecret(
        host.folder().resolve("client.properties"),
        """
        address=%s
        databases=%s,%s
        user=gocd
        password=%s
        """
            .formatted(
                Layout.ADDRESS,
                Layout.ip("east-db"),
                Layout.ip("west-db"),
                labPasswords.application()));
    List<String> command =
        List.of(
            HostPrograms.java(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            "/srv/lib/*",
            LabClient.class.getName(),
            "/srv");
    return new ClientControl(host, host.open(command));
  }

  /** Begins a new window of that name. */
  public void mark(String name) {
    ask("mark " + name);
  }

  public Window window() {
    try {
      return JSON.readValue(ask("report"), Window.class);
    } catch (JsonProcessingException e) {
      throw new LabException("the client answered nonsense", e);
    }
  }

  /** Everything it was promised up to now. */
  public AcknowledgedIds acknowledgedIds() {
    ask("ids");
    return new AcknowledgedIds(
        LabFiles.lines(host.folder().resolve("rows.ids")),
        LabFiles.lines(host.folder().resolve("heartbeats.ids")));
  }

  private String ask(String command) {
    try {
      return client
          .ask(command)
          .orElseThrow(
              () -> new LabException("the client is gone: " + host.lastLines("log/client.log")));
    } catch (IOException e) {
      throw new LabException("the client is gone: " + host.lastLines("log/client.log"), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
