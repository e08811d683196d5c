package dev.baton.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys of the pair's address go together. */
class AddressKeysTest {

  private static final String COMMANDS = "assign=/bin/a;release=/bin/r;probe=/bin/p";

  @TempDir private Path folder;

  private Policy.AddressPart read(String keys) throws IOException, PolicyException {
    StringBuilder text =
        new StringBuilder(
            "host=h\nlisten=127.0.0.1:7443\ncertificate=/c\nkey=/k\ntrust=/t\nstate=/s\n");
    for (String line : keys.replace("COMMANDS", COMMANDS).split(";", -1)) {
      text.append("address.").append(line).append('\n');
    }
    return PolicyFile.read(Files.writeString(folder.resolve("agent.policy"), text))
        .address()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ip=192.0.2.7;prefix=24;device=eth0",
    "ip=192.0.2.7;prefix=32;device=eth0",
    "ip=2001:db8::7;prefix=64;device=eth0.100",
    "ip=2001:DB8:0:0:0:0:0:7;prefix=128;device=eth0",
    "ip=192.0.2.7;COMMANDS",
    "ip=2001:db8::7;COMMANDS",
    "ip=shop.example;COMMANDS;timeout=5",
    "ip=shop;COMMANDS"
  })
  void fit(String keys) throws Exception {
    assertThat(read(keys).ip()).isEqualTo(keys.replaceAll("ip=([^;]*);.*", "$1"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ip=192.0.2.7;prefix=33;device=eth0 | address.prefix: 33 is for IPv6",
        "ip=2001:db8::7;prefix=129;device=eth0 | address.prefix: '129' is not a number from 1 to 128",
        "ip=192.0.2.7;prefix=0;device=eth0 | address.prefix: '0' is not a number",
        "ip=192.0.2.7;prefix=24 | address.device: is missing",
        "ip=192.0.2.7;device=eth0 | address.prefix: is missing",
        "ip=192.0.2.700;prefix=24;device=eth0 | address.ip: '192.0.2.700' is not an IPv4 or IPv6",
        "ip=192.0.2.700;COMMANDS | address.ip: '192.0.2.700' is not an IPv4 or IPv6",
        "ip=2001:db8::7::1;prefix=64;device=eth0 | address.ip: '2001:db8::7::1' is no IPv6 address",
        "ip=1:2:3;COMMANDS | address.ip: '1:2:3' is no IPv6 address",
        "ip=fe80::7%eth0;prefix=64;device=eth0 | address.ip: 'fe80::7%eth0' is not an IPv4 or IPv6",
        "ip=shop.example;prefix=24;device=eth0 | address.ip: 'shop.example' is a name, and a device",
        "ip=192.0.2.7;prefix=24;device=eth0;COMMANDS | address.prefix: stands beside address.assign",
        "ip=192.0.2.7;device=eth0;COMMANDS | address.device: stands beside address.assign",
        "ip=192.0.2.7;assign=/bin/a;release=/bin/r | address.probe: is missing: address.assign,",
        "ip=192.0.2.7;probe=/bin/p | address.assign: is missing: address.assign, address.release",
        "ip=192.0.2.7;assign=a;release=/bin/r;probe=/bin/p | address.assign: 'a' is not an absolute",
        "ip=192.0.2.7;prefix=24;device=eth0;timeout=5 | address.timeout: is for address.assign",
        "COMMANDS | address.ip: is missing, but address.assign is there"
      })
  void doNotFit(String keys, String why) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> read(keys))
        .withMessageContaining("key " + why);
  }

  @Test
  void commandsTakeTheirWordsAndAQuarterOfAMinute() throws Exception {
    Policy.AddressPart part =
        read("ip=shop.example;assign=/bin/a --zone  b;release=/bin/r;probe=/bin/p");

    assertThat(part.way())
        .isEqualTo(
            new Policy.ByCommands(
                List.of("/bin/a", "--zone", "b"),
                List.of("/bin/r"),
                List.of("/bin/p"),
                Duration.ofSeconds(15)));
  }
}
