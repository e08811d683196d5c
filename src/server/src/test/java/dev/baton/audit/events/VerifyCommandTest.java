package dev.baton.audit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.TestTokens;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the running control plane to a file, and from the file to a verdict. */
@QuarkusTest
class VerifyCommandTest {

  @Inject EventLog log;

  @Inject
  @ConfigProperty(name = "baton.checkpoint.file")
  Path checkpoints;

  @TempDir Path folder;

  @BeforeEach
  void export() throws Exception {
    log.append(
        StreamId.of(new PairId("p-" + UUID.randomUUID())),
        0,
        List.of(new AbortRequested(new OperationId("op-1"))),
        Contexts.engine());
    save("/v1/events/export", "log.ndjson");
    save("/v1/checkpoints/key", "key.pem");
    String whole = Files.readString(folder.resolve("log.ndjson"));
    Files.writeString(folder.resolve("cut.ndjson"), whole.substring(0, whole.length() / 2));
    Files.writeString(
        folder.resolve("changed.ndjson"),
        whole.replaceFirst("\"actor\":\"[^\"]+\"", "\"actor\":\"somebody else\""));
    Files.writeString(folder.resolve("hello.txt"), "hello\n");
    Files.writeString(
        folder.resolve("other.pem"),
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
        -----END PUBLIC KEY-----
        """);
  }

  @Test
  void anExportOfThisMomentIsWhole() {
    String said = saidBy(0, "--key", at("key.pem"), at("log.ndjson"));

    assertThat(said).startsWith("All ").contains(" fit").hasLineCount(1);
  }

  @ParameterizedTest(name = "{0} exits with {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "FOLDER/log.ndjson --checkpoints CHECKPOINTS --key FOLDER/key.pem | 0 | fit",
        "--help | 0 | Usage: baton verify",
        "FOLDER/cut.ndjson | 1 | The export is cut: line ",
        "FOLDER/changed.ndjson | 1 | Event 1 does not fit",
        "--key FOLDER/other.pem FOLDER/log.ndjson | 1 | from another installation",
        "FOLDER/hello.txt | 2 | no export of Baton",
        "FOLDER/nothing | 2 | there is no file FOLDER/nothing",
        "--key FOLDER/hello.txt FOLDER/log.ndjson | 2 | holds no ed25519 public key",
        "--checkpoints FOLDER/hello.txt FOLDER/log.ndjson | 2 | line 1 of FOLDER/hello.txt is no checkpoint",
        "--colour FOLDER/log.ndjson | 2 | Unknown option",
        "FOLDER/log.ndjson more | 2 | Unmatched argument",
      })
  void saysItInASentence(String arguments, int exit, String sentence) {
    String[] args =
        arguments
            .replace("FOLDER", folder.toString())
            .replace("CHECKPOINTS", checkpoints.toString())
            .split(" ");

    assertThat(saidBy(exit, args)).contains(sentence.replace("FOLDER", folder.toString()));
  }

  private String at(String file) {
    return folder.resolve(file).toString();
  }

  private void save(String path, String file) throws Exception {
    byte[] body = TestTokens.asAdmin().get(path).then().statusCode(200).extract().asByteArray();
    Files.write(folder.resolve(file), body);
  }

  private static String saidBy(int exit, String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var said = new ByteArrayOutputStream();
    var both = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      assertThat(VerifyCommand.run(args)).isEqualTo(exit);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
