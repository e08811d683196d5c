package dev.baton.agent.postgres;

import static dev.baton.protocol.ActionType.POSTGRES_CONTROL_DATA;
import static dev.baton.protocol.ActionType.POSTGRES_START_CHECK;
import static dev.baton.protocol.ActionType.POSTGRES_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.NeedsPostgresql;
import dev.baton.agent.PostgresPair;
import dev.baton.agent.RealServers;
import dev.baton.agent.TestCaller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A data folder that the programs of the policy cannot open is named before anything stops. */
@NeedsPostgresql
class OtherMajorVersionTest {

  private static final Map<String, String> NONE = Map.of();

  @RegisterExtension static final RealServers servers = new RealServers();

  private PostgresPair.Side east;

  @BeforeEach
  void nameTheServer() {
    east = servers.pair().east;
  }

  /** What initdb of that version writes into the folder. */
  private void madeBy(String version) throws Exception {
    Files.writeString(east.data().resolve("PG_VERSION"), version + "\n");
  }

  private String startCheck() throws Exception {
    return east.agent().read(POSTGRES_START_CHECK, NONE).text("error");
  }

  @Test
  void bothVersionsAreNamedWithTheNextMoveWhileItRuns() throws Exception {
    madeBy("14");

    String error = startCheck();

    assertThat(error)
        .contains(
            east.data() + " was made by version 14 of PostgreSQL",
            "/usr/lib/postgresql/15/bin are of version 15",
            "correct postgres.bin or postgres.data");
  }

  @Test
  void serverThatIsDownIsLookedAtToo() throws Exception {
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    madeBy("17");

    assertThat(startCheck()).contains("was made by version 17", "are of version 15");
  }

  @Test
  void whatIsNoVersionIsNotQuoted() throws Exception {
    madeBy("a secret");

    assertThat(startCheck()).contains("was made by version unknown").doesNotContain("secret");
  }

  @Test
  void controlDataInAnotherLayoutAreNotReported() throws Exception {
    east.does(POSTGRES_STOP, Map.of("mode", "fast"));
    Path control = east.data().resolve("global/pg_control");
    byte[] own = Files.readAllBytes(control);
    byte[] other = own.clone();
    other[0] = (byte) ~other[0];
    madeBy("17");
    Files.write(control, other);

    TestCaller.Reply read = east.agent().read(POSTGRES_CONTROL_DATA, NONE);
    Files.write(control, own); // its last stop reads them once more

    assertThat(read.text("state")).as("%s", read.body()).isEqualTo("FAILED");
    assertThat(read.text("error")).contains("was made by version 17", "are of version 15");
  }
}
