package dev.baton.agent.application;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.ActionParams;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FileStamp;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.Form;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the application's health over HTTP: no connection is down, 503 is starting, 200 is up. */
public final class ApplicationProbe {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String ACCEPT = "application/vnd.go.cd.v1+json";

  private final Policy.ApplicationPart policy;
  private final Optional<Policy.AddressPart> address;
  private final ApplicationClient client;
  private volatile CachedToken token = new CachedToken("", "");

  private record CachedToken(String stamp, String text) {}

  public ApplicationProbe(Policy.ApplicationPart policy, Optional<Policy.AddressPart> address) {
    this.policy = policy;
    this.address = address;
    this.client = new ApplicationClient(policy.authority());
  }

  /**
   * One reading of its health.
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

  /** Whether it does its work on this host. */
  public boolean up() {
    return local().up();
  }

  /** Whether that URL answers 200. */
  boolean answers(String url) {
    return health(URI.create(url)).up();
  }

  /** Here, as users of the pair's address see it, or at another host's address given. */
  public Map<String, String> run(ActionContext actionContext) throws FailedException {
    String through = actionContext.param(ActionParameter.THROUGH);
    URI uri = URI.create(policy.health());
    boolean local = !Form.ADDRESS.fits(through) && isLocal(actionContext);
    Health health = health(local ? uri : elsewhere(uri, through));
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.STATE.wireName(), health.state());
    facts.put(EvidenceKey.STATUS.wireName(), health.status());
    if (local && health.up()) {
      version().ifPresent(version -> facts.put(EvidenceKey.VERSION.wireName(), version));
    }
    return facts;
  }

  private static boolean isLocal(ActionContext actionContext) throws FailedException {
    return ActionParams.of(actionContext, ActionParameter.THROUGH, "local", "address")
        .equals("local");
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
      int port = policy.port().orElse(ApplicationClient.port(uri));
      return new URI(uri.getScheme(), null, ip, port, uri.getPath(), uri.getQuery(), null);
    } catch (URISyntaxException e) {
      throw new FailedException("no health URL there: " + e.getMessage());
    }
  }

  /** At whichever address: its certificate names the host of the URL in the policy. */
  private Health health(URI uri) {
    try {
      int status = client.send("GET", uri, name(), Map.of(), LIMIT).status();
      String state = status == 200 ? "up" : status == 503 ? "starting" : "down";
      return new Health(state, Integer.toString(status));
    } catch (IOException e) {
      return new Health("down", String.valueOf(e.getMessage()));
    }
  }

  private String name() {
    return URI.create(policy.health()).getHost();
  }

  /** Empty when it has no version API or does not answer. */
  Optional<String> version() {
    if (policy.version().isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(policy.version().get());
      ApplicationClient.Answer answer = client.send("GET", uri, Map.of("Accept", ACCEPT), LIMIT);
      return answer.status() == 200
              && Json.readObject(answer.body()).get("version") instanceof String version
          ? Optional.of(version)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException noAnswer) {
      return Optional.empty();
    }
  }

  /**
   * State of GoCD's maintenance mode.
   *
   * @param drained it takes no new work
   * @param busy it still does old work
   * @param updates how many materials it still looks at
   */
  record Maintenance(boolean drained, boolean busy, List<String> jobs, int updates) {

    /**
     * Whether it still does what has to be waited for. A job that runs continues on its agent,
     * which reports to whichever server answers then. What else is at work writes into the
     * database.
     *
     * @param takesJobs whether running jobs are taken along
     */
    boolean worksOn(boolean takesJobs) {
      boolean onlyJobs = !jobs.isEmpty() && updates == 0;
      return busy && !(onlyJobs && takesJobs);
    }
  }

  /** Empty when the policy names no maintenance API. */
  Optional<Maintenance> maintenance() throws IOException, FailedException, InterruptedException {
    if (policy.maintenance().isEmpty()) {
      return Optional.empty();
    }
    ApplicationClient.Answer answer = maintenanceCall("GET", "/info");
    if (answer.status() != 200) {
      throw new FailedException(unwanted(answer.status()));
    }
    try {
      return Optional.of(GoCdMaintenance.parse(answer.body()));
    } catch (IllegalArgumentException e) {
      throw new FailedException("maintenance mode API: " + e.getMessage());
    }
  }

  /** Turns it on or off; that it was so already is fine. */
  void setMaintenance(boolean drained) throws IOException, FailedException, InterruptedException {
    int status = maintenanceCall("POST", drained ? "/enable" : "/disable").status();
    if (status != 204 && status != 409) {
      boolean refused = status >= 400 && status < 500;
      throw new FailedException(
          unwanted(status), refused ? Map.of(EvidenceKey.TOUCHED.wireName(), "false") : Map.of());
    }
  }

  private String unwanted(int status) {
    String answered = "maintenance mode API answered " + status;
    if (status != 401 && status != 403) {
      return answered;
    }
    return policy
        .tokenFile()
        .map(file ->
            "%s: it refuses the token in %s; put one of an administrator there, or leave application.token.file out while GoCD has no security"
                .formatted(answered, file))
        .orElse(answered + ": it wants a token, and the policy has no application.token.file");
  }

  /** Read with the rights of the application's account, and again only when it was changed. */
  private String token(Path file) throws FailedException, IOException, InterruptedException {
    String stamp = FileStamp.of(file);
    CachedToken last = token;
    if (stamp.isEmpty() || !last.stamp().equals(stamp)) {
      ServiceFolder folder = ServiceFolder.holding(file, policy.user());
      last = new CachedToken(stamp, folder.read(String.valueOf(file.getFileName())).strip());
      token = last;
    }
    return last.text();
  }

  private ApplicationClient.Answer maintenanceCall(String method, String path)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept", ACCEPT);
    headers.put("X-GoCD-Confirm", "true");
    if (policy.tokenFile().isPresent()) {
      headers.put("Authorization", "Bearer " + token(policy.tokenFile().get()));
    }
    URI uri = URI.create(policy.maintenance().orElseThrow() + path);
    return client.send(method, uri, headers, LIMIT);
  }
}
