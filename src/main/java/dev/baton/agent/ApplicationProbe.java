package dev.baton.agent;

import dev.baton.action.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the application how it is: nobody there is down, 503 is starting, 200 is up. */
final class ApplicationProbe {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String ACCEPT = "application/vnd.go.cd.v1+json";

  private final Policy.ApplicationPart policy;
  private final Optional<Policy.AddressPart> address;

  ApplicationProbe(Policy.ApplicationPart policy, Optional<Policy.AddressPart> address) {
    this.policy = policy;
    this.address = address;
  }

  /**
   * How it looked.
   *
   * @param state down, starting or up
   * @param status the HTTP status, or why there was none
   */
  record Health(String state, String status) {

    boolean up() {
      return state.equals("up");
    }
  }

  Health local() {
    return health(URI.create(policy.health()));
  }

  /** Here, as users of the pair's address see it, or at another host's address given. */
  Map<String, String> run(Run run) throws FailedException {
    String through = run.param("through");
    URI uri = URI.create(policy.health());
    boolean local = !PolicyKey.Kind.ADDRESS.fits(through) && isLocal(run);
    Health health = health(local ? uri : elsewhere(uri, through));
    Map<String, String> facts = new TreeMap<>();
    facts.put("state", health.state());
    facts.put("status", health.status());
    if (local && health.up()) {
      version().ifPresent(version -> facts.put("version", version));
    }
    return facts;
  }

  private static boolean isLocal(Run run) throws FailedException {
    return Choice.of(run, "through", "local", "address").equals("local");
  }

  /** At the pair's address, or on another host that runs the same application. */
  private URI elsewhere(URI uri, String through) throws FailedException {
    String ip =
        through.equals("address")
            ? address
                .orElseThrow(() -> new FailedException("this host's policy names no address"))
                .ip()
            : through;
    try {
      int port = policy.port().orElse(uri.getPort());
      return new URI("http", null, ip, port, uri.getPath(), uri.getQuery(), null);
    } catch (URISyntaxException e) {
      throw new FailedException("no health URL there: " + e.getMessage());
    }
  }

  private static Health health(URI uri) {
    try {
      int status = PlainHttp.send("GET", uri, Map.of(), LIMIT).status();
      String state = status == 200 ? "up" : status == 503 ? "starting" : "down";
      return new Health(state, Integer.toString(status));
    } catch (IOException e) {
      return new Health("down", String.valueOf(e.getMessage()));
    }
  }

  /** Empty when it has no version API or does not answer. */
  Optional<String> version() {
    if (policy.version().isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(policy.version().get());
      PlainHttp.Answer answer = PlainHttp.send("GET", uri, Map.of("Accept", ACCEPT), LIMIT);
      return answer.status() == 200
              && Json.readObject(answer.body()).get("version") instanceof String version
          ? Optional.of(version)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException noAnswer) {
      return Optional.empty();
    }
  }

  /**
   * What is still at work, by name.
   *
   * @param drained it takes no new work
   * @param busy it still does old work
   */
  record Maintenance(boolean drained, boolean busy, List<String> jobs) {}

  /** Empty when the policy names no maintenance API. */
  Optional<Maintenance> maintenance() throws IOException, FailedException {
    if (policy.maintenance().isEmpty()) {
      return Optional.empty();
    }
    PlainHttp.Answer answer = maintenanceCall("GET", "/info");
    if (answer.status() != 200) {
      throw new FailedException("maintenance mode API answered " + answer.status());
    }
    try {
      return Optional.of(MaintenanceInfo.parse(answer.body()));
    } catch (IllegalArgumentException e) {
      throw new FailedException("maintenance mode API: " + e.getMessage());
    }
  }

  /** Turns it on or off; that it was so already is fine. */
  void setMaintenance(boolean drained) throws IOException, FailedException {
    PlainHttp.Answer answer = maintenanceCall("POST", drained ? "/enable" : "/disable");
    if (answer.status() != 204 && answer.status() != 409) {
      throw new FailedException("maintenance mode API answered " + answer.status());
    }
  }

  private PlainHttp.Answer maintenanceCall(String method, String path) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", ACCEPT);
    headers.put("X-GoCD-Confirm", "true");
    if (policy.tokenFile().isPresent()) {
      headers.put("Authorization", "Bearer " + Files.readString(policy.tokenFile().get()).strip());
    }
    URI uri = URI.create(policy.maintenance().orElseThrow() + path);
    return PlainHttp.send(method, uri, headers, LIMIT);
  }
}
