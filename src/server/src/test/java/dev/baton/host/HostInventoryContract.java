package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.HostId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everybody relies on who asks where a host's agent listens. */
public abstract class HostInventoryContract {

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final HostId west = new HostId("west-db-" + mark);
  private final HostId east = new HostId("east-db-" + mark);

  /** One that may hold other hosts already; the same in one test. */
  protected abstract HostInventory inventory();

  protected abstract void register(HostId host, String endpoint) throws Exception;

  @Test
  void hostThatWasNeverRegisteredHasNoEndpoint() throws Exception {
    register(west, "127.0.0.1:2");

    assertThat(inventory().endpoint(east)).isEmpty();
  }

  @Test
  void hostThatWasNeverRegisteredIsNotAmongThem() throws Exception {
    register(west, "127.0.0.1:2");

    assertThat(inventory().hosts()).contains(west).doesNotContain(east);
  }

  @Test
  void registeredHostIsFoundWhereItsAgentListens() throws Exception {
    register(west, "127.0.0.1:2");
    register(east, "127.0.0.1:1");

    assertThat(inventory().endpoint(east)).hasValue("127.0.0.1:1");
  }

  @Test
  void hostThatIsRegisteredAfterAQuestionIsFoundByTheNext() throws Exception {
    Optional<String> before = inventory().endpoint(west);
    register(west, "127.0.0.1:2");

    Optional<String> after = inventory().endpoint(west);

    assertThat(before).isEmpty();
    assertThat(after).hasValue("127.0.0.1:2");
  }

  @Test
  void hostsStandInTheOrderOfTheirRegistrationEachOnce() throws Exception {
    register(west, "127.0.0.1:2");
    register(east, "127.0.0.1:1");

    assertThat(inventory().hosts()).containsSubsequence(west, east).doesNotHaveDuplicates();
  }
}
