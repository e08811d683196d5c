package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "fd00::10, fd00:0:0:0:0:0:0:10, true",
    "FD00::10, fd00::10, true",
    "fd00::10, fd00::11, false",
    "LB.example.org, lb.example.org, true",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.10, false",
    "no:address:at:all, no:address:at:all, true",
    "local, fd00::10, false",
  })
  void areTheSameHoweverTheyAreWritten(String one, String other, boolean same) {
    assertThat(IpAddresses.same(one, other)).isEqualTo(same);
    assertThat(IpAddresses.same(other, one)).isEqualTo(same);
  }
}
