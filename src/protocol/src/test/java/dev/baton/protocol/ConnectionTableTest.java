package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  private final ConnectionTable<String> table = new ConnectionTable<>(3, 2);

  private Optional<String> admit(String connection, String owner) {
    return table.admit(connection, owner, other -> !other.startsWith("busy"));
  }

  @Test
  void hasRoomForAsManyAsItMayHold() {
    Optional<String> first = admit("a1", "a");
    Optional<String> second = admit("a2", "a");
    Optional<String> third = admit("b1", "b");

    assertThat(first).isEmpty();
    assertThat(second).isEmpty();
    assertThat(third).isEmpty();
    assertThat(table.all()).containsExactly("a1", "a2", "b1");
  }

  @Test
  void takesThePlaceOfTheSameOwnerFirst() {
    fill("a1", "a2");

    Optional<String> goes = admit("a3", "a");

    assertThat(goes).contains("a1");
    assertThat(table.all()).containsExactly("a2", "a3");
  }

  @Test
  void takesThePlaceOfTheOwnerWithMostWhenFull() {
    fill("b1", "a1", "a2");

    Optional<String> goes = admit("c1", "c");

    assertThat(goes).contains("a1");
    assertThat(table.all()).containsExactly("b1", "a2", "c1");
  }

  @Test
  void sparesWhatWasUsedLately() {
    fill("a1", "a2");

    table.used("a1");
    Optional<String> goes = admit("a3", "a");

    assertThat(goes).contains("a2");
  }

  @Test
  void turnsTheNewcomerAwayWhenNobodyMayGo() {
    assertThat(admit("busy1", "a")).isEmpty();
    assertThat(admit("busy2", "a")).isEmpty();

    Optional<String> goes = admit("a3", "a");

    assertThat(goes).contains("a3");
    assertThat(table.all()).containsExactly("busy1", "busy2");
  }

  @Test
  void countsAnIpv6NetworkAsOne() throws Exception {
    String one = ConnectionTable.addressOwner(InetAddress.getByName("2001:db8:1:2::1"));
    String same = ConnectionTable.addressOwner(InetAddress.getByName("2001:db8:1:2:ffff::1"));
    String other = ConnectionTable.addressOwner(InetAddress.getByName("2001:db8:1:3::1"));

    assertThat(same).isEqualTo(one).isNotEqualTo(other);
    assertThat(ConnectionTable.addressOwner(InetAddress.getByName("127.0.0.2")))
        .isEqualTo("127.0.0.2");
  }

  private void fill(String... connections) {
    for (String connection : connections) {
      assertThat(admit(connection, connection.substring(0, 1))).isEmpty();
    }
  }
}
