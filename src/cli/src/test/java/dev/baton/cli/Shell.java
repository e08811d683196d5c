package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.screen.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Where a test types commands; its time passes only while a command waits. */
final class Shell {

  private final Map<String, String> environment = new HashMap<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-31T08:00:00Z"));
  private Terminal terminal = Terminal.NONE;
  private String input = "";
  private Surroundings.Sleeper meanwhile = time -> {};
  private long linesRead = Long.MAX_VALUE;

  private Shell() {
    environment.put("HOME", "/nonexistent");
    environment.put("XDG_DATA_HOME", "/nonexistent");
  }

  /** What a command did. */
  record Typed(int exit, String out, String err) {}

  /** One that knows no control plane. */
  static Shell bare() {
    return new Shell();
  }

  /** A shell with the address and the token of that control plane in its environment. */
  static Shell at(StandIn standIn) {
    return bare().with("BATON_URL", standIn.url()).with("BATON_TOKEN", StandIn.TOKEN);
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** With somebody at a terminal who types that when asked; everything printed stays. */
  Shell typing(String typed) {
    terminal = new Terminal(true, false, false);
    input = typed;
    return this;
  }

  /** With a screen that can be painted over, and has colours. */
  Shell onScreen() {
    terminal = new Terminal(false, true, true);
    return this;
  }

  /** Into a program that ends when it has read so many lines, as head does. */
  Shell into(long lines) {
    linesRead = lines;
    return this;
  }

  /** Does this too each time a command waits. */
  Shell meanwhile(Surroundings.Sleeper done) {
    meanwhile = done;
    return this;
  }

  Typed run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        BatonCli.run(
            new Surroundings(
                environment,
                new BufferedReader(new StringReader(input)),
                new PrintStream(new Pipe(out, linesRead), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                terminal,
                now::get,
                this::pass),
            words);
    return new Typed(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Breaks when its reader has had enough. */
  private static final class Pipe extends FilterOutputStream {

    private long left;

    Pipe(OutputStream reader, long lines) {
      super(reader);
      left = lines;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("Broken pipe");
      }
      out.write(bytes, from, length);
      for (int i = from; i < from + length; i++) {
        left -= bytes[i] == '\n' ? 1 : 0;
      }
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
    meanwhile.take(time);
  }
}
