package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTreeTest {

  private static final String PROGRAM = "src/agent/src/main/java/dev/Agent.java";
  private static final String TEST = "src/agent/src/test/java/dev/AgentTest.java";
  private static final String MADE = "src/agent/target/classes/main/Made.java";

  @ParameterizedTest
  @ValueSource(strings = {"checkout", "main", "src/agent/src/main/java", "target/test"})
  void theCheckoutMayLieInAFolderOfAnyName(String folder, @TempDir Path top) throws IOException {
    Path checkout = top.resolve(folder);
    for (String file : List.of(PROGRAM, TEST, MADE)) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.createFile(checkout.resolve(file));
    }

    assertThat(SourceTree.files(checkout)).containsExactly(checkout.resolve(PROGRAM));
  }

  /** The other tests must not walk by themselves, where they forget about the folders above. */
  @Test
  void nobodyElseWalksTheSources() throws IOException {
    try (Stream<Path> tests = Files.walk(Checkout.file("src/server/src/test"))) {
      assertThat(
              tests
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !file.getFileName().toString().startsWith("SourceTree"))
                  .filter(file -> SourceTree.text(file).contains("Files.walk(Checkout")))
          .isEmpty();
    }
  }
}
