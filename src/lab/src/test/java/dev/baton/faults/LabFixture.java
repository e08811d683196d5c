package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.Registration;
import dev.baton.lab.watch.AddressWatch;
import dev.baton.lab.watch.DatabaseWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The lab on which one scenario after the other is played, the two watchers over it, and the rows
 * it is known to have lost. It is built anew when a scenario left it so that it cannot be brought
 * home.
 */
final class LabFixture implements AutoCloseable {

  static final List<String> SITES = List.of("east", "west");
  static final List<String> HOSTS = List.of("east-app", "east-db", "west-app", "west-db");
  static final String ADDRESS = "10.77.0.100";
  static final String PAIR = "/v1/pairs/ci";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * The longest order, the start of an application, has 5 min before its step counts as unknown.
   */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(7);

  private static final Set<String> MOVING = Set.of("PENDING", "RUNNING", "ROLLING_BACK");

  private final String name;
  private final Set<String> lostBefore = new HashSet<>();
  private @Nullable Lab lab;
  private @Nullable Api api;
  private @Nullable DatabaseWatch databases;
  private @Nullable AddressWatch addresses;
  private @Nullable LeftoverCheck leftoverCheck;

  LabFixture(String name) {
    this.name = name;
  }

  /** Stands it up unless it stands. */
  void stand() {
    if (lab != null) {
      return;
    }
    Lab started = Lab.up(LabOptions.named(name).on(freePort()));
    lab = started;
    leftoverCheck = LeftoverCheck.of(name);
    try {
      fill(started);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void fill(Lab started) {
    api = new Api(started.controlPlane().url(), started.controlPlane().token());
    Registration.with(api, "test");
    databases = DatabaseWatch.over(started);
    addresses = AddressWatch.over(started);
    lostBefore.clear();
    awaitServed();
  }

  Lab lab() {
    return Objects.requireNonNull(lab);
  }

  Api api() {
    return Objects.requireNonNull(api);
  }

  DatabaseWatch databases() {
    return Objects.requireNonNull(databases);
  }

  AddressWatch addresses() {
    return Objects.requireNonNull(addresses);
  }

  JsonNode status() {
    return await()
        .atMost(LIMIT)
        .ignoreExceptionsMatching(LabException.class::isInstance)
        .until(() -> api().get(PAIR), Objects::nonNull);
  }

  /** Also while the control plane is away; then it waits for it. */
  JsonNode operation(String id) {
    return await()
        .atMost(LIMIT)
        .ignoreExceptionsMatching(LabException.class::isInstance)
        .until(() -> api().get("/v1/operations/" + id), Objects::nonNull);
  }

  /** The operation once it moves no more by itself: ended, paused, or waiting for approval. */
  JsonNode settled(String id) {
    return await().atMost(LONGEST_STEP).until(() -> operation(id), operation -> !moving(operation));
  }

  static boolean moving(JsonNode operation) {
    return MOVING.contains(operation.path("state").asText());
  }

  /** Whether the same call may be let through in a moment: what refuses it is only being seen. */
  static boolean mayPass(Api.Answer answer) {
    return Set.of(409, 412, 503).contains(answer.status()) || answer.is("primary-serves");
  }

  void awaitServed() {
    var before = lab().clientControl().window();
    await()
        .atMost(LIMIT)
        .until(
            lab().clientControl()::window,
            window ->
                window.rows() > before.rows() + 50
                    && window.heartbeats() > before.heartbeats() + 20);
  }

  /** Waits until the primary's database has a standby that streams from it. */
  void awaitWhole(Duration limit) {
    await().atMost(limit).until(this::whole);
  }

  private boolean whole() {
    return status().path("replication").path("state").asText().equals("streaming");
  }

  /** A site that is out on record follows nobody again by itself: it is not waited for. */
  boolean becomesWhole() {
    if (status().hasNonNull("out")) {
      return whole();
    }
    try {
      awaitWhole(Duration.ofSeconds(8));
      return true;
    } catch (ConditionTimeoutException itDoesNot) {
      return false;
    }
  }

  /** Acknowledged rows that database does not have; each is told once. */
  long newlyLost(String host) {
    return lab().clientControl().acknowledgedIds().missingFrom(lab().postgres(host)).stream()
        .filter(lostBefore::add)
        .count();
  }

  /** Ends it, and what it was built of; the next scenario gets a new one. */
  @Override
  public void close() {
    if (databases != null) {
      databases.close();
      databases = null;
    }
    if (addresses != null) {
      addresses.close();
      addresses = null;
    }
    if (lab != null) {
      lab.close();
      lab = null;
      Objects.requireNonNull(leftoverCheck).mustBeGone();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
