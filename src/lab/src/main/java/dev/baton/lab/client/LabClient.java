package dev.baton.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lab.machine.FixedRateTicker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client of the lab: writes through the address and to the databases all the time and remembers
 * what it was promised. Takes commands as lines on standard input, answers each with one line of
 * JSON, and ends when its input does.
 */
public final class LabClient {

  static final Duration EVERY = Duration.ofMillis(5);

  private final Acknowledged<UUID> rows = new Acknowledged<>();
  private final Acknowledged<Long> heartbeats = new Acknowledged<>();
  private final AddressWriter address;
  private final Path folder;

  private LabClient(Path folder, InetSocketAddress address) {
    this.folder = folder;
    this.address = new AddressWriter(address, rows);
  }

  /** Runs with the settings in {@code client.properties} of the folder given. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("client.properties"))) {
      settings.load(reader);
    }
    InetSocketAddress service = new InetSocketAddress(settings.getProperty("address"), 8153);
    LabClient client = new LabClient(folder, service);
    client.write(settings);
    client.obey();
  }

  private void write(Properties settings) {
    AtomicLong numbers = new AtomicLong();
    Properties login = new Properties();
    login.setProperty("user", settings.getProperty("user"));
    login.setProperty("password", settings.getProperty("password"));
    login.setProperty("connectTimeout", "1");
    login.setProperty("socketTimeout", "2");
    for (String host : settings.getProperty("databases").split(",", -1)) {
      HeartbeatWriter writer = new HeartbeatWriter(host, login, numbers, heartbeats);
      Thread.ofPlatform().daemon().name(host).start(writer::run);
    }
    Thread.ofPlatform()
        .daemon()
        .name("address")
        .start(() -> {
          FixedRateTicker fixedRateTicker = new FixedRateTicker(EVERY);
          while (true) {
            address.tick();
            fixedRateTicker.await();
          }
        });
  }

  private void obey() throws IOException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.strip().split(" ", 2);
      switch (words[0]) {
        case "mark" -> System.out.println(mark(words[1]));
        case "report" -> System.out.println(report());
        case "ids" -> System.out.println(writeIds());
        case "stop" -> {
          return;
        }
        default -> System.out.println("{\"error\":\"mark NAME, report, ids or stop\"}");
      }
    }
  }

  private String mark(String name) {
    address.name(name);
    long now = System.nanoTime();
    rows.mark(now);
    heartbeats.mark(now);
    return "{\"marked\":\"" + name + "\"}";
  }

  private String report() {
    long now = System.nanoTime();
    Instant clock = Instant.now();
    Acknowledged.SinceMark service = rows.window(now);
    Acknowledged.SinceMark write = heartbeats.window(now);
    return String.format(
        Locale.ROOT,
        "{\"serviceGapMs\":%d,\"serviceGapBegan\":\"%s\",\"writeGapMs\":%d,\"writeGapBegan\":\"%s\","
            + "\"rows\":%d,\"heartbeats\":%d,\"acknowledgedRows\":%d,\"lastTrouble\":\"%s\"}",
        millis(service),
        clock.minusNanos(now - service.longest().began()),
        millis(write),
        clock.minusNanos(now - write.longest().began()),
        service.count(),
        write.count(),
        service.count() + write.count(),
        address.lastTrouble().replaceAll("[\"\\\\\n]", "'"));
  }

  private static long millis(Acknowledged.SinceMark window) {
    return Duration.ofNanos(window.longest().length()).toMillis();
  }

  /** Into {@code rows.ids} and {@code heartbeats.ids} of its folder, one id a line. */
  private String writeIds() throws IOException {
    List<UUID> promisedRows = rows.ids();
    List<Long> promisedHeartbeats = heartbeats.ids();
    Files.write(folder.resolve("rows.ids"), promisedRows.stream().map(UUID::toString).toList());
    Files.write(
        folder.resolve("heartbeats.ids"),
        promisedHeartbeats.stream().map(String::valueOf).toList());
    return "{\"rows\":%d,\"heartbeats\":%d}"
        .formatted(promisedRows.size(), promisedHeartbeats.size());
  }
}
