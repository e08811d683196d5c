package dev.baton.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** The running client, seen from outside: marks windows of time and asks what happened in them. */
public final class Traffic implements AutoCloseable {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final LabHost host;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

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
      String lastTrouble) {}

  private Traffic(LabHost host, Process process) {
    this.host = host;
    this.process = process;
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static Traffic begin(LabHost host, Secrets secrets) {
    LabFiles.writeSecret(
        host.folder().resolve("client.properties"),
        """
        address=%s
        databases=%s,%s
        user=gocd
        password=%s
        """
            .formatted(
                Layout.ADDRESS, Layout.ip("east-db"), Layout.ip("west-db"), secrets.application()));
    List<String> command =
        List.of(
            Programs.java(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            "/srv/lib/*",
            LabClient.class.getName(),
            "/srv");
    return new Traffic(host, host.open(command));
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
  public Promises promises() {
    ask("ids");
    return new Promises(
        LabFiles.lines(host.folder().resolve("rows.ids")),
        LabFiles.lines(host.folder().resolve("heartbeats.ids")));
  }

  @CanIgnoreReturnValue
  private synchronized String ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      String answer = answers.readLine();
      if (answer != null) {
        return answer;
      }
    } catch (IOException e) {
      throw new LabException("the client is gone: " + host.lastLines("log/client.log"), e);
    }
    throw new LabException("the client is gone: " + host.lastLines("log/client.log"));
  }

  @Override
  public void close() {
    try {
      commands.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroy();
    }
  }
}
