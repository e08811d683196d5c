package dev.baton.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

  private static final String AGENT =
      """
      # east, database
      host=east-db
      listen=10.77.0.12:7443
      certificate=/srv/baton/agent.crt
      key=/srv/baton/agent.key
      trust=/srv/baton/ca.crt
      state=/srv/baton/state
      """;

  @TempDir private Path folder;

  private Policy read(String text) throws IOException, PolicyException {
    return PolicyFile.read(Files.writeString(folder.resolve("agent.policy"), text));
  }

  @Test
  void readsEveryPart() throws Exception {
    Policy policy =
        read(
            AGENT
                + """
                postgres.bin = /usr/lib/postgresql/15/bin
                postgres.data=/srv/postgresql/data
                postgres.user=postgres
                postgres.port=5432
                postgres.socket=/srv/postgresql
                postgres.log=/srv/postgresql/postgresql.log
                postgres.replication.user=baton_replication
                postgres.replication.options=sslmode=verify-full options='-c geqo=off'
                postgres.passfile=/srv/postgresql/.pgpass
                application.start=/srv/go/bin/labgo  start now
                application.stop=/srv/go/bin/labgo stop
                application.status=/srv/go/bin/labgo status
                application.user=
                application.health=http://127.0.0.1:8153/go/api/v1/health
                address.ip=10.77.0.100
                address.prefix=24
                address.device=eth0
                file.cruise-config.xml=/srv/go/etc/cruise-config.xml
                folder.plugins=/srv/go/plugins/external
                files.user=root
                """);

    assertThat(policy.listenPort()).isEqualTo(7443);
    assertThat(policy.postgres().orElseThrow().port()).isEqualTo(5432);
    assertThat(policy.postgres().orElseThrow().replicationOptions())
        .isEqualTo("sslmode=verify-full options='-c geqo=off'");
    assertThat(policy.application().orElseThrow().start())
        .containsExactly("/srv/go/bin/labgo", "start", "now");
    assertThat(policy.application().orElseThrow().user()).isEmpty();
    assertThat(policy.address().orElseThrow().ip()).isEqualTo("10.77.0.100");
    assertThat(policy.files().orElseThrow().paths()).containsKeys("cruise-config.xml", "plugins");
  }

  @Test
  void hookHasDefaultsOfItsOwn() throws Exception {
    Policy policy =
        read(
            AGENT
                + """
                hook.before-close=/usr/local/bin/tell them
                hook.after-restore=/usr/local/bin/tell us
                hook.after-restore.failure=ignore
                hook.after-restore.timeout=600
                """);

    assertThat(policy.hooks())
        .containsOnly(
            Map.entry(
                HookPoint.BEFORE_CLOSE,
                new Policy.Hook(
                    List.of("/usr/local/bin/tell", "them"),
                    HookFailure.REFUSE,
                    Duration.ofSeconds(60))),
            Map.entry(
                HookPoint.AFTER_RESTORE,
                new Policy.Hook(
                    List.of("/usr/local/bin/tell", "us"),
                    HookFailure.IGNORE,
                    Duration.ofSeconds(600))));
  }

  @Test
  void aPartThatIsNotThereIsAbsent() throws Exception {
    Policy policy = read(AGENT);

    assertThat(policy.postgres()).isEmpty();
    assertThat(policy.application()).isEmpty();
    assertThat(policy.address()).isEmpty();
    assertThat(policy.files()).isEmpty();
  }

  private static final String DATABASE =
      """
      postgres.bin=/usr/lib/postgresql/15/bin
      postgres.data=/srv/postgresql/data
      postgres.user=postgres
      postgres.port=5432
      postgres.socket=/srv/postgresql
      postgres.log=/srv/postgresql/postgresql.log
      postgres.replication.user=baton_replication
      postgres.passfile=/srv/postgresql/.pgpass\
      """;

  private static final String APPLICATION =
      "application.unit=a.service\napplication.health=http://h/";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("hots=x", ":8: key hots: there is no such key"),
        arguments("host=x", ":8: key host: stands here a second time"),
        arguments("just words", ":8: 'just words': expected key=value"),
        arguments("address.ip=10.77.0.300", ":8: key address.ip: '10.77.0.300' is not an IPv4"),
        arguments("postgres.port=65536", ":8: key postgres.port: '65536' is not a port number"),
        arguments("postgres.data=data", ":8: key postgres.data: 'data' is not an absolute path"),
        arguments("application.start=labgo start", ":8: key application.start: "),
        arguments("application.health=ftp://x/", ":8: key application.health: "),
        arguments(
            APPLICATION
                + "\napplication.maintenance=http://10.77.0.11/m\napplication.token.file=/t",
            "key application.maintenance: the token would go to 10.77.0.11 in the clear"),
        arguments("application.token.plain=true", ":8: key application.token.plain: 'true' is not"),
        arguments("postgres.data=/d", "key postgres.bin: is missing: folder of the server's"),
        arguments(
            "postgres.unit=postgresql", ":8: key postgres.unit: 'postgresql' is not the whole"),
        arguments("application.unit=a/b.service", ":8: key application.unit: "),
        arguments("application.unit=a.service", "key application.health: is missing"),
        arguments(
            "application.unit=a.service\napplication.health=http://h/\napplication.stop=/bin/x",
            "key application.stop: stands beside application.unit"),
        arguments(
            APPLICATION + "\napplication.drain=/bin/x",
            "key application.drain: application.drain and application.undrain stand together"),
        arguments(
            APPLICATION
                + "\napplication.drain=/x\napplication.undrain=/y\napplication.maintenance=http://h/m",
            "key application.drain: stands beside application.maintenance"),
        arguments(
            "application.requires=/etc/go/db.properties etc",
            ":8: key application.requires: '/etc/go/db.properties etc' is not absolute paths"),
        arguments(
            DATABASE + "\npostgres.replication.options=sslmode=require user=x",
            "key postgres.replication.options: user is not for it to say"),
        arguments(
            "postgres.replication.options=sslmode=require\tport=1",
            ":8: key postgres.replication.options: it is not keyword=value pairs"),
        arguments("role.listen=8080", ":8: key role.listen: '8080' is not address:port"),
        arguments(
            APPLICATION + "\napplication.drain.jobs=take",
            "key application.drain.jobs: is for application.maintenance, which is not there"),
        arguments("hook.after-open=x", ":8: key hook.after-open: 'x' is not an absolute"),
        arguments(
            "hook.after-open.timeout=5", "key hook.after-open.timeout: is for hook.after-open"),
        arguments(
            "hook.after-open=/x\nhook.after-open.failure=refuse",
            ":9: key hook.after-open.failure: 'refuse' is not one of the words pause and ignore"),
        arguments(
            "hook.before-close=/x\nhook.before-close.failure=retry",
            ":9: key hook.before-close.failure: 'retry' is not one of the words"),
        arguments(
            "hook.before-close=/x\nhook.before-close.timeout=601",
            "key hook.before-close.timeout: 601 seconds are more than 600"),
        arguments("address.device=eth0", "key address.ip: is missing, but address.device is"),
        arguments(
            "file.db=/srv/go/db.properties", ":8: key file.db: /srv/go/db.properties belongs"),
        arguments("file.why=/x", ":8: key file.why: 'why' means something else"),
        arguments("folder.database=/x", ":8: key folder.database: 'database' means something"),
        arguments("file.x=relative", ":8: key file.x: 'relative' is not an absolute path"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void namesFileLineAndKeyOfAMistake(String line, String message) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> read(AGENT + line + "\n"))
        .withMessageContaining("agent.policy")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application.maintenance=http://127.0.0.1:8153/m",
        "application.maintenance=http://localhost/m",
        "application.maintenance=https://go.example/m\napplication.authority=/etc/ca.pem",
        "application.maintenance=http://10.77.0.11/m\napplication.token.plain=yes"
      })
  void tokenMayGoOverLoopbackOrTlsOrWhereItsOwnerSaysSo(String lines) throws Exception {
    Policy policy = read(AGENT + APPLICATION + "\napplication.token.file=/t\n" + lines + "\n");

    assertThat(policy.application().orElseThrow().tokenFile()).contains(Path.of("/t"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "application.health=http://ann:S3cret@127.0.0.1:8153/health",
        "application.maintenance=http://127.0.0.1 8153/?token=S3cret",
        "address.ip=http://h/?token=S3cret",
        "http://ann:S3cret@h/?token=S3cret",
        "https://ann:S3cret@h/",
        "postgres.replication.options=password=S3cret\tsslmode=require"
      })
  void neverRepeatsWhatLetsSomebodyIn(String line) {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> read(AGENT + line + "\n"))
        .withMessageContaining(":8: ")
        .withMessageNotContaining("S3cret");
  }

  @Test
  void saysWhereATokenStandsInsteadOfInAUrl() {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> read(AGENT + "application.version=http://ann:x@127.0.0.1:8153/\n"))
        .withMessageContaining("no user name or password in a URL")
        .withMessageContaining("application.token.file");
  }

  @Test
  void everyKeyOfTheAgentItselfIsRequired() {
    AGENT
        .lines()
        .skip(1)
        .forEach(line ->
            assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(AGENT.replace(line + "\n", "")))
                .withMessageContaining("key " + line.split("=", 2)[0] + ": is missing"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(PolicyException.class)
        .isThrownBy(() -> PolicyFile.read(folder.resolve("nowhere")))
        .withMessageContaining("nowhere: cannot be read");
  }
}
