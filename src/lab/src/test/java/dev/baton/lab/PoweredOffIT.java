package dev.baton.lab;

import static dev.baton.lab.StandingPair.step;
import static dev.baton.lab.StandingPair.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.pair.AgentService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The primary's hosts lose their power, and what makes sure of that is not their agents. */
@Tag("long")
@Tag("lab")
class PoweredOffIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> EAST = List.of("east-app", "east-db");

  /** Waits for the test to act as the power switch, which answers with an exit status. */
  private static final String COMMAND =
      """
      #!/bin/sh
      rm -f /srv/run/fence.answer
      echo "$1" > /srv/run/fence.request
      until [ -s /srv/run/fence.answer ]; do sleep 0.05; done
      exit "$(cat /srv/run/fence.answer)"
      """;

  @RegisterExtension static final StandingPair pair = StandingPair.standing();

  private static void powerOff() {
    EAST.forEach(host -> pair.lab().host(host).powerOff());
  }

  @AfterEach
  void powerIsBack() {
    EAST.stream()
        .filter(host -> !pair.lab().host(host).on())
        .forEach(host -> pair.lab().host(host).powerOn());
    await().atMost(LIMIT).until(() -> agents().allMatch("up"::equals));
  }

  private static Stream<String> agents() {
    return pair.status().path("hosts").valueStream().map(host -> host.path("agent").asText());
  }

  @Test
  void attestedHostsAreReplacedAndTheQuoteHolds() {
    powerOff();

    JsonNode forced = pair.forcedAttesting("west", "unknown", "east-app", "east-db");

    succeeded(forced);
    assertThat(step(forced, "verify-attestation").path("state").asText()).isEqualTo("DONE");
    pair.served();
    List<String> lost = pair.newlyLost("west");
    String quote = step(forced, "quote-data-loss").path("evidence").path("bytes").asText();
    assertThat(quote.equals("0") ? lost : List.of()).as("lost beyond %s", quote).isEmpty();
  }

  @Test
  void silentHostsAreSwitchedOffByTheFencingCommand() throws Exception {
    LabHost west = pair.lab().host("west-db");
    LabFiles.write(west.folder().resolve("run/fence.sh"), COMMAND);
    west.run("chmod", "755", "/srv/run/fence.sh");
    LabFiles.append(
        west.folder().resolve("baton/agent.policy"), "fence.command=/srv/run/fence.sh\n");
    AgentService agent = pair.lab().agent("west-db");
    agent.signal("TERM");
    await().atMost(LIMIT).until(() -> !agent.running());
    agent.start();
    powerOff();

    String operation = pair.startForced("west", "unknown");
    Path request = west.folder().resolve("run/fence.request");
    for (String host : List.of("east-db", "east-app")) {
      await()
          .atMost(LIMIT)
          .until(() -> Files.exists(request) && Files.readString(request).strip().equals(host));
      LabFiles.write(west.folder().resolve("run/fence.answer"), "0\n");
    }
    JsonNode forced = pair.ended(operation);

    succeeded(forced);
    assertThat(step(forced, "fence-host").path("evidence").path("fenced").asText())
        .isEqualTo("true");
    pair.served();
    assertThat(pair.newlyLost("west")).doesNotHaveDuplicates();
  }

  @Test
  void synchronousReplicationIsRelaxedAndRestored() {
    String names = "FIRST 1 (\"west-db\", \"east-db\")";
    for (String host : List.of("west-db", "east-db")) {
      pair.lab()
          .postgres(host)
          .psql(
              "postgres",
              "alter system set synchronous_standby_names = '%s'; select pg_reload_conf();"
                  .formatted(names));
    }
    await()
        .atMost(LIMIT)
        .until(() -> pair.status().path("replication").path("synchronous").asBoolean());
    powerOff();

    JsonNode forced = pair.forcedAttesting("west", "none", "east-app", "east-db");
    pair.served();
    String relaxed = show("west-db");
    powerIsBack();
    JsonNode recovered = pair.recover("auto", false);

    succeeded(forced);
    assertThat(pair.newlyLost("west")).isEmpty();
    assertThat(relaxed).isEmpty();
    succeeded(recovered);
    assertThat(show("west-db")).isEqualTo(names);
  }

  private static String show(String host) {
    return pair.lab().postgres(host).psql("postgres", "show synchronous_standby_names").strip();
  }
}
