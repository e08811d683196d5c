package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Another control plane with an empty database, which wants the hosts of the pair. */
final class SecondInstallation {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String OTHER = "other";

  private SecondInstallation() {}

  /** Asked once, under another name and then under the same; the last answer is kept. */
  static void asks(ScenarioContext scenarioContext, String home) {
    Api api = start(scenarioContext);
    for (String name : new String[] {OTHER, Registration.PAIR}) {
      scenarioContext.answered(api.tryPost("/v1/pairs", Registration.pair(name, home, "test")));
    }
  }

  /** While the owner is frozen, its agents are released and go to the other one. */
  static void takes(ScenarioContext scenarioContext) {
    Lab lab = scenarioContext.lab();
    Api api = start(scenarioContext);
    lab.controlPlane().signal("STOP");
    try {
      release(lab);
      api.postWhenReady("/v1/pairs", Registration.pair(OTHER, "east", "test"));
      await().atMost(LIMIT).until(() -> obeyed(api));
    } finally {
      lab.controlPlane().signal("CONT");
    }
    scenarioContext.toMend(() -> {
      stop(lab.controlPlane().stranger());
      release(lab);
    });
  }

  private static Api start(ScenarioContext scenarioContext) {
    ControlPlane stranger = scenarioContext.lab().controlPlane().stranger();
    // It may be there from a scenario before.
    LabFiles.remove(Objects.requireNonNull(stranger.tokenFile().getParent()));
    stranger.start();
    scenarioContext.toMend(() -> stop(stranger));
    stranger.forward(freePort());
    Api api = new Api(stranger.url(), stranger.token());
    Registration.hosts(api, "test");
    return api;
  }

  private static void stop(ControlPlane stranger) {
    if (stranger.running()) {
      stranger.signal("TERM");
      await().atMost(LIMIT).until(() -> !stranger.running());
    }
  }

  private static void release(Lab lab) {
    LabFixture.HOSTS.parallelStream().forEach(host -> lab.agent(host).unbind("test"));
  }

  private static boolean obeyed(Api api) {
    return StreamSupport.stream(api.get("/v1/pairs/" + OTHER).path("hosts").spliterator(), false)
        .allMatch(host -> host.path("binding").path("pair").asText().equals(OTHER));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
