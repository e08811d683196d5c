package dev.baton.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.cli.api.ApiTarget;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which control plane is called, with which token. */
class TargetChoiceTest {

  @TempDir private Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void settle() throws IOException {
    environment.put("HOME", home.toString());
    environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    write("data/baton/admin.token", "own\n");
    write(".config/baton/prod.token", "prod\n");
    write(".config/baton/lab.token", "lab\n");
    write("option.token", "option\n");
    write(
        ".config/baton/config.json",
        """
        {"current": "prod",
         "contexts": {
          "prod": {"url": "https://baton.example:8400/", "tokenFile": "prod.token",
                   "authority": "ca.crt"},
          "lab": {"url": "http://10.0.0.1:8400", "tokenFile": "lab.token", "plainHttp": true},
          "open": {"url": "http://10.0.0.1:8400", "tokenFile": "lab.token"},
          "bare": {"url": "https://bare.example"}}}
        """);
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void theUsualContextIsTakenWhereNothingIsSaid() {
    ApiTarget target = nothing().resolve(environment);

    assertThat(target.url()).hasToString("https://baton.example:8400");
    assertThat(target.token()).isEqualTo("prod");
    assertThat(target.authority()).contains(home.resolve(".config/baton/ca.crt"));
  }

  @Test
  void aNamedContextIsTakenWholeWhateverTheEnvironmentSays() {
    environment.put("BATON_URL", "https://elsewhere.example");
    environment.put("BATON_TOKEN", "elsewhere");
    environment.put("BATON_AUTHORITY", "/elsewhere.crt");

    ApiTarget target = context("lab").resolve(environment);

    assertThat(target.url()).hasToString("http://10.0.0.1:8400");
    assertThat(target.token()).isEqualTo("lab");
    assertThat(target.authority()).isEmpty();
  }

  @Test
  void aVariableNamesTheContextToo() {
    environment.put("BATON_CONTEXT", "lab");

    assertThat(nothing().resolve(environment).token()).isEqualTo("lab");
  }

  @Test
  void theEnvironmentIsTakenWholeBeforeTheUsualContext() {
    environment.put("BATON_URL", "https://elsewhere.example");
    environment.put("BATON_TOKEN_FILE", home.resolve("option.token").toString());

    ApiTarget target = nothing().resolve(environment);

    assertThat(target.url()).hasToString("https://elsewhere.example");
    assertThat(target.token()).isEqualTo("option");
    assertThat(target.authority()).isEmpty();
  }

  @Test
  void optionsComeFirst() {
    TargetChoice choice =
        new TargetChoice(
            Optional.of("prod"),
            Optional.of("https://other.example"),
            Optional.of(home.resolve("option.token")),
            Optional.of(Path.of("/other.crt")),
            false);

    ApiTarget target = choice.resolve(environment);

    assertThat(target.url()).hasToString("https://other.example");
    assertThat(target.token()).isEqualTo("option");
    assertThat(target.authority()).contains(Path.of("/other.crt"));
  }

  /** A token is for the control plane it was named with. */
  @Test
  void anotherAddressDoesNotGetTheTokenOfAContext() {
    refuses(url("https://elsewhere.example"), "there is no token for https://elsewhere.example");
    environment.put("BATON_TOKEN", "elsewhere");
    refuses(context("bare"), "there is no token for https://bare.example");
  }

  @Test
  void withoutAnyFileItIsTheOneOfThisMachine() throws IOException {
    Files.delete(home.resolve(".config/baton/config.json"));

    ApiTarget target = nothing().resolve(environment);

    assertThat(target.url()).hasToString("http://127.0.0.1:8400");
    assertThat(target.token()).isEqualTo("own");
  }

  @Test
  void aTokenDoesNotGoUnencryptedToAnotherMachineUnasked() {
    refuses(context("open"), "would go to http://10.0.0.1:8400 unencrypted");

    assertThat(context("lab").resolve(environment).plainHttp()).isTrue();
    environment.put("BATON_TOKEN", "own");
    assertThat(url("http://localhost:1").resolve(environment).plainHttp()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baton.example",
        "ftp://baton.example",
        "https://",
        "https://user:secret@baton.example",
        "https://baton.example?x=1",
        "https://a b"
      })
  void whatIsNoAddressIsNamed(String text) {
    environment.put("BATON_TOKEN", "own");

    refuses(url(text), "is no address of a control plane");
  }

  @Test
  void anUnknownContextIsNamedWithThoseThatAre() {
    refuses(context("prd"), "there are: bare, lab, open, prod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"contexts\":{},\"token\":\"secret\"}",
        "{\"contexts\":{\"prod\":{\"url\":\"https://baton.example\",\"token\":\"secret\"}}}"
      })
  void aFileThatCannotBeUsedIsNamed(String content) throws IOException {
    write(".config/baton/config.json", content);

    refuses(context("prod"), "config.json cannot be used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nline", "\u00e9"})
  void aTokenIsOneWord(String content) throws IOException {
    write("option.token", content);
    TargetChoice choice =
        new TargetChoice(
            Optional.of("prod"),
            Optional.empty(),
            Optional.of(home.resolve("option.token")),
            Optional.empty(),
            false);

    refuses(choice, "option.token cannot be used");
  }

  @Test
  void whatTheEnvironmentHasForItsAddressGoesToNoOther() {
    environment.put("BATON_URL", "http://10.0.0.1:8400/");
    environment.put("BATON_TOKEN", "elsewhere");
    environment.put("BATON_AUTHORITY", "/elsewhere.crt");
    environment.put("BATON_PLAIN_HTTP", "true");

    ApiTarget itsOwn = url("http://10.0.0.1:8400").resolve(environment);
    ApiTarget local = url("http://127.0.0.1:8400").resolve(environment);

    assertThat(itsOwn.token()).isEqualTo("elsewhere");
    assertThat(itsOwn.authority()).contains(Path.of("/elsewhere.crt"));
    assertThat(local.token()).isEqualTo("own");
    assertThat(local.authority()).isEmpty();
    assertThat(local.plainHttp()).isFalse();
    refuses(url("https://other.example"), "there is no token for https://other.example");
    environment.remove("BATON_URL");
    assertThat(url("https://other.example").resolve(environment).token()).isEqualTo("elsewhere");
  }

  private void refuses(TargetChoice choice, String says) {
    assertThatThrownBy(() -> choice.resolve(environment))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exit()).isEqualTo(ExitCode.WRONG_USE))
        .hasMessageContaining(says);
  }

  private static TargetChoice nothing() {
    return choice(Optional.empty(), Optional.empty());
  }

  private static TargetChoice context(String name) {
    return choice(Optional.of(name), Optional.empty());
  }

  private static TargetChoice url(String url) {
    return choice(Optional.empty(), Optional.of(url));
  }

  private static TargetChoice choice(Optional<String> context, Optional<String> url) {
    return new TargetChoice(context, url, Optional.empty(), Optional.empty(), false);
  }
}
