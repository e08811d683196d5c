package dev.baton.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {

  @ParameterizedTest(name = "baton {0}")
  @ValueSource(
      strings = {
        "lab",
        "lab sideways",
        "lab up --port many",
        "lab up --no-such-option",
        "lab down --name",
        "demo --jsonn",
        "demo now",
        "nonsense"
      })
  void wrongUseEndsWithTwo(String line) {
    int code = LabCommand.run(line.split(" ", -1));

    assertThat(code).isEqualTo(LabCommand.WRONG_USE);
  }

  @ParameterizedTest(name = "baton {0}")
  @ValueSource(strings = {"--help", "lab --help", "lab up --help", "demo --help"})
  void helpEndsWithZero(String line) {
    int code = LabCommand.run(line.split(" ", -1));

    assertThat(code).isZero();
  }
}
