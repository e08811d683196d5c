package dev.baton.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator wrote into a connection string outlives a change of primary, or is named. */
class ConnectionInfoTest {

  private static final String FRESH =
      "host=new port=1 user=r passfile='/p' connect_timeout=5 sslmode=verify-full application_name=b-db";

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
          "password=a'b sslmode=require",                       "host=new port=1 sslmode=require"
          "dbname=app service=main sslcert=",                   "host=new port=1 dbname=app sslcert=''"
          "postgresql://old/x?sslmode=require",                 "host=new port=1 dbname='x' sslmode='require'"
          "postgres://u:p@old:5/?ssl=true&application_name=a",  "host=new port=1 sslmode=require"
          "postgresql://old?options=-c%20a%3D'1'+2",            "host=new port=1 options='-c a=\\'1\\'+2'"
          "postgresql://old?options=%zz",                       "host=new port=1"
          "host=old sslmode='unended",                          "host=new port=1"
          """)
  void keepsWhatIsNeitherAddressNorAccount(String old, String wanted) {
    assertThat(ConnectionInfo.keeping(old, "host=new port=1")).isEqualTo(wanted);
  }

  @Test
  void whatThePolicySaysTakesThePlaceOfWhatStoodThere() {
    assertThat(ConnectionInfo.keeping("sslmode=prefer gssencmode=disable", FRESH))
        .isEqualTo(FRESH + " gssencmode=disable");
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "",                                                            ""
          "host=old hostaddr=10.0.0.1 port=2 user=r passfile=/p",        ""
          "gssencmode=prefer target_session_attrs=any sslmode='verify-full'", ""
          "application_name='b-db'",                                     ""
          "application_name=15/main password=S3cret sslmode=require",    "application_name, password, sslmode"
          "user=x connect_timeout=10 service=main",                      "user, connect_timeout, service"
          "postgresql://x@old/?application_name=s1",                     "application_name"
          "application_name='s1",                                        "all of it, as it cannot be read"
          """)
  void namesWhatBecomesAnother(String old, String keywords) {
    assertThat(String.join(", ", ConnectionInfo.replaced(old, FRESH))).isEqualTo(keywords);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=verify-full sslrootcert=/etc/ssl/ca.pem",
        "options='-c wal_sender_timeout=5s' keepalives_idle = 30",
        "connect_timeout=20 dbname=postgres sslcert=''",
        "ssl_min_protocol_version=TLSv1.3 krbsrvname=it's"
      })
  void optionsOfAPolicyMayBe(String options) {
    assertThat(ConnectionInfo.flaw(options)).isEmpty();
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "sslmode",                            "it is not keyword=value pairs"
          "sslmode=require, x=y z",             "it is not keyword=value pairs"
          "options='-c a=b",                    "it is not keyword=value pairs"
          "postgresql://h/?sslmode=require",    "it is not keyword=value pairs"
          "sslmode=require sslcert=",           "its last keyword has no value"
          "sslmode=require host=10.0.0.9",      "host is not for it to say"
          "hostaddr=10.0.0.9",                  "hostaddr is not for it to say"
          "port=5433",                          "port is not for it to say"
          "user=postgres",                      "user is not for it to say"
          "password=S3cret",                    "password is not for it to say"
          "passfile=/x",                        "passfile is not for it to say"
          "application_name = 's1'",            "application_name is not for it to say"
          "replication=true",                   "replication is not for it to say"
          "target_session_attrs=read-write",    "target_session_attrs is not for it to say"
          "service=main",                       "service is not for it to say"
          "sslpassword=S3cret",                 "sslpassword is a secret"
          """)
  void optionsOfAPolicyMayNotBe(String options, String why) {
    assertThat(ConnectionInfo.flaw(options))
        .hasValueSatisfying(flaw -> assertThat(flaw).startsWith(why).doesNotContain("S3cret"));
  }
}
