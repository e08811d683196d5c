package dev.baton.lab;

import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.Api;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.machine.Prerequisites;
import dev.baton.lab.pair.AgentService;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.Registration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two databases that no application uses, which take their address with them. */
@Tag("long")
@Tag("lab")
class DatabaseOnlyIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PAIR = "/v1/pairs/ledger";
  private static final String POLICY =
      """
      address.ip=%s
      address.prefix=24
      address.device=eth0
      hook.before-close=/srv/baton/hook
      hook.after-open=/srv/baton/hook
      hook.after-restore=/srv/baton/hook
      """
          .formatted(Layout.ADDRESS);

  private static Lab lab;
  private static Api api;

  @BeforeAll
  static void databasesAlone() {
    assumeTrue(
        Prerequisites.missing().isEmpty(),
        () -> "lab tests skipped: " + Prerequisites.missing().get());
    lab = Lab.up(LabOptions.named("alone").on(StandingPair.freePort()));
    api = new Api(lab.controlPlane().url(), lab.controlPlane().token());
    lab.labgo("east-app").stop();
    lab.giveAddress("east-app", false);
    lab.giveAddress("east-db", true);
    for (String host : List.of("east-db", "west-db")) {
      Path baton = lab.host(host).folder().resolve("baton");
      LabFiles.append(baton.resolve("agent.policy"), POLICY);
      LabFiles.write(baton.resolve("hook"), "#!/bin/sh\necho \"$@\" >> /srv/baton/hooks\n");
      LabFiles.mode(baton.resolve("hook"), "rwxr-xr-x");
      AgentService agent = lab.agent(host);
      agent.signal("TERM");
      await().atMost(LIMIT).until(() -> !agent.running());
      agent.start();
    }
    Registration.hosts(api, "test");
    JsonNode unused =
        api.postWhenReady(
            "/v1/pairs",
            Map.of(
                "pair",
                "ledger",
                "home",
                "east",
                "address",
                Layout.ADDRESS,
                "sites",
                List.of(site("east"), site("west")),
                "reason",
                "test"));
    lab.postgres("east-db").execute("create table ledger (line int primary key)");
  }

  private static Map<String, String> site(String name) {
    return Map.of("name", name, "database", name + "-db");
  }

  @AfterAll
  static void nothingIsLeft() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void goesThereAndBackAndIsReplacedWhenItsHostLosesItsPower() {
    write("east", 1);
    succeeded(ended(switchover(StandingPair.order("graceful", "west", "none"))));
    serves("west", 1);
    hooksRan("east-db", "before-close standby", "after-open standby", "after-restore standby");
    hooksRan("west-db", "before-close primary", "after-open primary", "after-restore primary");
    write("west", 2);
    succeeded(ended(switchover(StandingPair.order("graceful", "east", "none"))));
    serves("east", 2);

    lab.host("east-db").powerOff();
    succeeded(ended(switchover(StandingPair.attesting("west", "unknown", "east-db"))));
    serves("west", 2);
    write("west", 3);
    lab.host("east-db").powerOn();
    await().atMost(LIMIT).until(() -> !api.get(PAIR).path("hosts").toString().contains("unreach"));
    String recovery =
        api.postWhenReady(PAIR + "/recoveries", Map.of("rejoin", "auto", "reason", "test"))
            .path("operation")
            .asText();
    succeeded(ended(recovery));
    succeeded(ended(switchover(StandingPair.order("graceful", "east", "none"))));

    serves("east", 3);
    assertThat(api.get("/v1/events/verify").path("verified").asBoolean()).isTrue();
  }

  private static String switchover(Map<String, ?> order) {
    return api.postWhenReady(PAIR + "/switchovers", order).path("operation").asText();
  }

  private static JsonNode ended(String operation) {
    return await()
        .atMost(LIMIT)
        .until(
            () -> api.get("/v1/operations/" + operation), answer -> answer.hasNonNull("outcome"));
  }

  private static void write(String site, int line) {
    lab.postgres(site + "-db").execute("insert into ledger values (%d)".formatted(line));
  }

  private static void hooksRan(String host, String... calls) {
    assertThat(lab.host(host).folder().resolve("baton/hooks")).hasContent(String.join("\n", calls));
  }

  /** With every line so far, and the address on its host alone; a host without power has none. */
  private static void serves(String site, int lines) {
    assertThat(lab.postgres(site + "-db").query("select count(*) from ledger").strip())
        .isEqualTo(Integer.toString(lines));
    assertThat(List.of("east-db", "west-db"))
        .allMatch(host -> (lab.host(host).on() && lab.holdsAddress(host)) == host.startsWith(site));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          JsonNode status = api.get(PAIR);
          assertThat(status.path("primary").asText()).isEqualTo(site);
          assertThat(status.path("service").path("state").asText()).isEqualTo("up");
        });
  }
}
