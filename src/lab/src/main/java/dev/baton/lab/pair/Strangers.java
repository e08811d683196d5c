package dev.baton.lab.pair;

import dev.baton.lab.client.FloodControl;
import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Connections without certificate or token, from many addresses, to the API and to every agent:
 * idle ones, half handshakes and half requests, all of which come again when they are ended.
 */
public final class Strangers implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int ADDRESSES = 8;
  private static final int IDLE = 200;
  private static final int HALF_HELLOS = 200;
  private static final int HALF_REQUESTS = 3000;

  private final List<FloodControl> floods;

  private Strangers(List<FloodControl> floods) {
    this.floods = floods;
  }

  /** Sends them; returns when as many as there are have been connected. */
  static Strangers begin(LabHost control, LabHost client, List<Path> jars, Duration pause) {
    List<String> own = IntStream.rangeClosed(1, ADDRESSES).mapToObj(i -> "127.0.1." + i).toList();
    List<String> others =
        IntStream.rangeClosed(1, ADDRESSES).mapToObj(i -> "10.77.0." + (150 + i)).toList();
    for (String address : others) {
      boolean unused = client.succeeds("ip", "addr", "add", address + "/24", "dev", "eth0");
    }
    int agents = Layout.SITE_HOSTS.size();
    List<String> targets = new ArrayList<>();
    for (String host : Layout.SITE_HOSTS) {
      targets.add(target(Layout.ip(host), AgentService.PORT, HALF_REQUESTS / agents));
    }
    FloodControl toApi =
        FloodControl.begin(
            control,
            jars,
            arguments(pause, own, List.of(target("127.0.0.1", ControlPlane.PORT, HALF_REQUESTS))));
    FloodControl toAgents = FloodControl.begin(client, jars, arguments(pause, others, targets));
    Strangers strangers = new Strangers(List.of(toApi, toAgents));
    Await.until(
        "the strangers to be connected",
        LIMIT,
        () ->
            toApi.made() >= IDLE + HALF_HELLOS + HALF_REQUESTS
                && toAgents.made() >= agents * (IDLE + HALF_HELLOS) + HALF_REQUESTS);
    return strangers;
  }

  private static String target(String address, int port, int requests) {
    return "%s:%d:%d:%d:%d".formatted(address, port, IDLE, HALF_HELLOS, requests);
  }

  private static List<String> arguments(
      Duration pause, List<String> addresses, List<String> targets) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(pause.toMillis()));
    arguments.add(String.join(",", addresses));
    arguments.addAll(targets);
    return arguments;
  }

  /** How many connections each of them has made so far: to the API, to the agents. */
  public List<Long> made() {
    return floods.stream().map(FloodControl::made).toList();
  }

  @Override
  public void close() {
    floods.forEach(FloodControl::close);
  }
}
