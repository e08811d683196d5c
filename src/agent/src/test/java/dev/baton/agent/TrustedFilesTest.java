package dev.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.agent.policy.PolicyFile;
import dev.baton.agent.policy.TrustedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent does not start on files that others may write, and says so as sshd does. */
class TrustedFilesTest {

  private static final List<String> PROGRAMS =
      List.of("start", "stop", "status", "fence", "assign", "release", "probe");

  @TempDir private Path folder;
  private Path home;
  private Path policy;

  @BeforeEach
  void aHostInOrder() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    mode(home, "rwxr-xr-x");
    Path bin = Files.createDirectory(home.resolve("bin"));
    mode(bin, "rwxr-xr-x");
    for (String program : PROGRAMS) {
      Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\n");
      mode(file, "rwxr-xr-x");
    }
    policy =
        TestAgent.policyFile(
            home,
            new TestCertificates(home.resolve("ca")),
            "east-app",
            """
            application.start=%1$s/start
            application.stop=%1$s/stop now
            application.status=%1$s/status
            application.health=http://127.0.0.1:8153/health
            fence.command=%1$s/fence
            address.ip=shop.example
            address.assign=%1$s/assign
            address.release=%1$s/release
            address.probe=%1$s/probe
            """
                .formatted(bin));
    Files.createDirectory(home.resolve("state"));
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private List<String> flaws() throws Exception {
    return TrustedFiles.flaws(policy, PolicyFile.read(policy));
  }

  private void assertNamed(Path file, String permissions, String wanted) throws Exception {
    mode(file, permissions);
    assertThat(flaws())
        .singleElement()
        .asString()
        .startsWith(file + " ")
        .endsWith("wanted: owner root, mode " + wanted);
  }

  @Test
  void aHostInOrderHasNoFlaw() throws Exception {
    assertThat(flaws()).isEmpty();
  }

  @Test
  void thePolicyMayNotBeWrittenByOthers() throws Exception {
    assertNamed(policy, "rw-rw-r--", "0644");
  }

  @Test
  void theAuthoritiesMayNotBeWrittenByOthers() throws Exception {
    assertNamed(home.resolve("ca/ca.crt"), "rw-r--rw-", "0644");
  }

  @Test
  void theCertificateMayNotBeWrittenByOthers() throws Exception {
    assertNamed(home.resolve("ca/east-app.crt"), "rw-rw-rw-", "0644");
  }

  @Test
  void theKeyMayNotEvenBeReadByOthers() throws Exception {
    assertNamed(home.resolve("ca/east-app.key"), "rw-r-----", "0600");
    assertNamed(home.resolve("ca/east-app.key"), "rw----r--", "0600");
    assertNamed(home.resolve("ca/east-app.key"), "rw--w----", "0600");
  }

  @Test
  void theStateFolderMayNotBeWrittenByOthers() throws Exception {
    assertNamed(home.resolve("state"), "rwxrwxr-x", "0755");
  }

  @Test
  void aProgramThatRootRunsMayNotBeWrittenByOthers() throws Exception {
    for (String program : PROGRAMS) {
      Path file = home.resolve("bin").resolve(program);
      assertNamed(file, "rwxrwxr-x", "0755");
      mode(file, "rwxr-xr-x");
    }
  }

  @Test
  void aProgramOfAServiceAccountMayBeItsOwn() throws Exception {
    Files.writeString(policy, Files.readString(policy) + "application.user=nobody\n");
    mode(home.resolve("bin/start"), "rwxrwxr-x");

    assertThat(flaws()).isEmpty();
  }

  @Test
  void aFolderAboveMayNotBeWrittenByOthers() throws Exception {
    mode(home, "rwxrwxr-x");

    assertThat(flaws())
        .hasSize(5 + PROGRAMS.size())
        .allMatch(flaw -> flaw.startsWith(home + " (on the way to "))
        .allMatch(flaw -> flaw.endsWith("has mode 0775; wanted: owner root, mode 0755"));
  }

  @Test
  void aFolderAboveALinkCountsToo() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    mode(open, "rwxrwxrwx");
    Path real = Files.move(home.resolve("state"), open.resolve("state"));
    Files.createSymbolicLink(home.resolve("state"), real);

    assertThat(flaws())
        .singleElement()
        .asString()
        .startsWith(open + " (on the way to " + home.resolve("state") + ") has mode 0777");
  }

  @Test
  void aProgramThatIsNotThereYetMayNotBePutThereByOthers() throws Exception {
    Files.delete(home.resolve("bin/stop"));
    assertThat(flaws()).isEmpty();

    mode(home.resolve("bin"), "rwxrwxrwx");
    assertThat(flaws())
        .hasSize(PROGRAMS.size())
        .allMatch(flaw -> flaw.startsWith(home.resolve("bin") + " "));
  }

  @Test
  void nothingMayBelongToSomebodyElse() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root gives files away").isEqualTo("root");
    Files.setAttribute(policy, "unix:uid", 65_534);

    assertThat(flaws())
        .singleElement()
        .asString()
        .isEqualTo(policy + " belongs to uid 65534; wanted: owner root, mode 0644");
  }

  /** The program itself: it refuses, with the path, and {@code check} says the same. */
  @Test
  void theAgentDoesNotStart() throws Exception {
    mode(policy, "rw-rw-rw-");

    assertThat(said(1, policy.toString()))
        .isEqualTo(said(2, "check", policy.toString()))
        .contains(policy + " has mode 0666; wanted: owner root, mode 0644");
    mode(policy, "rw-r--r--");
    assertThat(said(0, "check", policy.toString())).contains("the policy is fit");
  }

  private static String said(int exitCode, String... words) throws Exception {
    Process agent = AgentProcess.program(words).redirectErrorStream(true).start();
    String said = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(agent.waitFor()).as(said).isEqualTo(exitCode);
    return said;
  }

  /** A new program called by its name joins the list that is checked. */
  @Test
  void everyProgramCalledByNameIsChecked() throws Exception {
    Pattern program = Pattern.compile("\"((?:/usr)?/s?bin/[a-z0-9]+)\"");
    Set<String> called = new TreeSet<>();
    Path sources = Path.of(System.getProperty("baton.home")).resolve("src/agent/src/main");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("TrustedFiles.java")) {
          Matcher names = program.matcher(Files.readString(file));
          names.results().forEach(name -> called.add(name.group(1)));
        }
      }
    }
    called.remove("/bin/java"); // stands behind the folder of the Java that runs

    assertThat(called).isNotEmpty().isSubsetOf(TrustedFiles.programs());
  }
}
