package dev.baton.lab.labgo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labgo has in common with GoCD 26.1.0, as that was seen to answer. */
class LabgoApiTest {

  private static final String VENDOR = "application/vnd.go.cd.v1+json";
  private static final String MAINTENANCE = "/go/api/admin/maintenance_mode";

  @TempDir private Path folder;
  private HttpServer server;

  @BeforeEach
  void startIt() throws Exception {
    LabgoState state = new LabgoState(false);
    state.booted();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // Without settings, and so without a database of the pair.
    LabgoDatabase database = new LabgoDatabase(folder.resolve("db.properties"));
    database.migrate();
    database.abortBackups();
    server.createContext("/", new LabgoApi(state, database, "token", folder.resolve("jobs")));
    server.start();
  }

  @AfterEach
  void stopIt() {
    server.stop(0);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private HttpRequest.Builder admin(String path) {
    return to(MAINTENANCE + path).header("Accept", VENDOR).header("Authorization", "Bearer token");
  }

  private HttpRequest.Builder order(String path) {
    return admin(path).header("X-GoCD-Confirm", "true").POST(BodyPublishers.noBody());
  }

  @Test
  void healthIsNotThereInTheTypesThatOneWouldAskFor() throws Exception {
    String health = "/go/api/v1/health";

    assertThat(send(to(health)).statusCode()).isEqualTo(200);
    for (String type : new String[] {"*/*", VENDOR}) {
      assertThat(send(to(health).header("Accept", type)).statusCode()).as(type).isEqualTo(200);
    }
    for (String type : new String[] {"application/json", "text/html"}) {
      assertThat(send(to(health).header("Accept", type)).statusCode()).as(type).isEqualTo(404);
    }
  }

  @Test
  void orderWithoutItsConfirmationIsABadRequest() throws Exception {
    HttpRequest.Builder unconfirmed = admin("/enable").POST(BodyPublishers.noBody());

    assertThat(send(unconfirmed).statusCode()).isEqualTo(400);
    assertThat(send(order("/enable").setHeader("Authorization", "Bearer x")).statusCode())
        .isEqualTo(401);
    assertThat(send(order("/enable")).statusCode()).isEqualTo(204);
    assertThat(send(order("/enable")).statusCode()).isEqualTo(409);
  }

  @Test
  void jobsAreToldOnlyInMaintenanceMode() throws Exception {
    Files.writeString(folder.resolve("jobs"), "shop/build/compile\n");
    String before = send(admin("/info")).body();
    int status = send(order("/enable")).statusCode();

    String after = send(admin("/info")).body();

    assertThat(status).isEqualTo(204);
    assertThat(before).contains("\"is_maintenance_mode\":false").doesNotContain("attributes");
    assertThat(after)
        .contains("\"has_running_systems\":true")
        .contains("\"pipeline_name\":\"shop\"", "\"stage_name\":\"build\"", "\"name\":\"compile\"")
        .contains("\"state\":\"Building\"", "agent_uuid", "scheduled_date", "stage_counter");
  }

  @Test
  void withoutItsSettingsItIsHealthyAndKeepsRowsThatNobodyElseHas() throws Exception {
    String row = "{\"id\":\"%s\",\"run\":\"x\"}".formatted(UUID.randomUUID());
    HttpRequest.Builder insert = to("/go/api/labgo/rows").POST(BodyPublishers.ofString(row));

    assertThat(send(insert).statusCode()).isEqualTo(201);
    assertThat(send(to("/go/api/labgo/rows?run=x")).body()).isEqualTo("{\"rows\":1}");
  }
}
