package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.PolicyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} finds on a host before a control plane would. */
class CheckCommandTest {

  @TempDir private Path folder;
  private Path plugins = Path.of("");

  @BeforeEach
  void aFolderToKeepEqual() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("a.jar"), "a");
  }

  private record Said(boolean fit, String error) {}

  private Said check(String lines) throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    Path file = TestAgent.policyFile(folder, authority, "east-app", lines);
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      boolean fit = new CheckCommand(PolicyFile.read(file), file).fit();
      return new Said(fit, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private String files() {
    return "folder.plugins=%s%n".formatted(plugins);
  }

  @Test
  void ordinaryFilesAreFit() throws Exception {
    assertThat(check(files())).isEqualTo(new Said(true, ""));
  }

  @Test
  void linkAmongTheFilesIsNotFitAndNamed() throws Exception {
    Path link = plugins.resolve("b.jar");
    Files.createSymbolicLink(link, folder.resolve("elsewhere"));

    Said said = check(files());

    assertThat(said.fit()).isFalse();
    assertThat(said.error()).contains(link + " is a link, and links are not copied");
  }

  @Test
  void hardLinkAmongTheFilesIsNotFitAndNamed() throws Exception {
    Path link = plugins.resolve("b.jar");
    Files.createLink(link, Files.writeString(folder.resolve("elsewhere"), "b"));

    Said said = check(files());

    assertThat(said.fit()).isFalse();
    assertThat(said.error()).contains(link + " is a hard link");
  }

  @Test
  void applicationWithoutTheFilesThatItRequiresIsNotFit() throws Exception {
    String application =
        """
        application.start=/bin/true
        application.stop=/bin/true
        application.status=/bin/true
        application.health=http://127.0.0.1:8153/health
        application.requires=%s/a.jar %s
        """;

    Said there = check(application.formatted(plugins, ""));
    Said unsent = check(files() + application.formatted(plugins, plugins.resolve("b.jar")));
    Said missing = check(application.formatted(plugins, plugins.resolve("db.properties")));

    assertThat(there).isEqualTo(new Said(true, ""));
    assertThat(unsent).isEqualTo(new Said(true, ""));
    assertThat(missing.fit()).isFalse();
    assertThat(missing.error())
        .contains("application.requires: " + plugins.resolve("db.properties") + " is not there")
        .doesNotContain("a.jar");
  }
}
