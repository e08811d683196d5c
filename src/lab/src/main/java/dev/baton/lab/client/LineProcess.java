package dev.baton.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;

/** A process that answers each line with a line; it ends when nobody writes to it any more. */
final class LineProcess implements AutoCloseable {

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  LineProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /**
   * Its answer; empty when it has ended.
   *
   * @throws IOException if it can no longer be asked
   */
  synchronized Optional<String> ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return Optional.ofNullable(answers.readLine());
  }

  @Override
  public void close() {
    try {
      commands.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroy();
    }
  }
}
