package dev.baton.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.policy.TrustedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FolderScriptTest {

  /** Where the next word of a script is a program. */
  private static final Pattern BEFORE_A_PROGRAM =
      Pattern.compile("[|&;{}()\\n]+|\\bdo\\b|\\bthen\\b|-exec\\b");

  /** Programs of these names exist, and the shell has its own. */
  private static final Set<String> OF_THE_SHELL = Set.of("echo", "printf", "pwd", "test");

  /** Where root works among its own, a script runs as root. */
  @Test
  void everyProgramOfAScriptIsAmongThoseThatNobodyElseMayWrite() {
    Set<String> called = new TreeSet<>();
    for (FolderScript script : FolderScript.values()) {
      String text = script.words(Path.of("/"), "file").get(2);
      BEFORE_A_PROGRAM
          .splitAsStream(text)
          .map(part -> part.strip().split("\\s", 2)[0])
          .filter(word -> word.matches("[a-z0-9]+") && !OF_THE_SHELL.contains(word))
          .map(word -> "/usr/bin/" + word)
          .filter(program -> Files.isExecutable(Path.of(program)))
          .forEach(called::add);
    }

    assertThat(called).contains("/usr/bin/sort", "/usr/bin/tar");
    assertThat(TrustedFiles.programs()).containsAll(called);
  }
}
