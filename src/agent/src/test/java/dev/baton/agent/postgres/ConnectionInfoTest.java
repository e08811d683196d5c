package dev.baton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator wrote into a connection string outlives a change of primary. */
class ConnectionInfoTest {

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "",                                                   "host=new port=1"
          "host=old port=2 user=x password=y",                  "host=new port=1"
          "host=old sslmode=verify-full sslrootcert='/a b.pem'", "host=new port=1 sslmode=verify-full sslrootcert='/a b.pem'"
          "sslpassword = 'it\\'s' host=old",                    "host=new port=1 sslpassword='it\\'s'"
          "keepalives_idle=3 application_name=15/main",         "host=new port=1 keepalives_idle=3"
          "postgresql://old/x?sslmode=require",                 "host=new port=1"
          "host=old sslmode='unended",                          "host=new port=1"
          """)
  void keepsWhatIsNeitherAddressNorAccount(String old, String wanted) {
    assertThat(ConnectionInfo.keeping(old, "host=new port=1")).isEqualTo(wanted);
  }
}
