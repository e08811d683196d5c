package dev.baton.cli.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Prints results to standard output, and what is said beside them to standard error. */
public final class Screen {

  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  public Screen(Surroundings surroundings) {
    this.in = surroundings.in();
    this.out = surroundings.out();
    this.err = surroundings.err();
    this.terminal = surroundings.terminal();
  }

  /** One line of the result. */
  public void line(String text) {
    out.println(text);
  }

  /** Lines of the result. */
  public void lines(List<String> lines) {
    lines.forEach(this::line);
  }

  /** A JSON document as it came. */
  public void json(String document) {
    out.println(SafeText.json(document));
  }

  /** Whether results come nowhere: who read them has ended, or the disk is full. */
  public boolean lost() {
    return out.checkError();
  }

  /** Something beside the result. */
  public void note(String text) {
    err.println("baton: " + text);
  }

  /** What is typed in answer; empty where nobody can be asked, and where nothing is typed. */
  public Optional<String> ask(String question) {
    if (!terminal.asks()) {
      return Optional.empty();
    }
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine())
          .map(String::strip)
          .filter(typed -> !typed.isEmpty());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The text in that tone where colours are wanted. */
  public String paint(Tone tone, String text) {
    return terminal.coloured() ? tone.paint(text) : text;
  }

  /** A state in its own tone. */
  public String state(String word) {
    return paint(Tone.ofState(word), word);
  }

  boolean live() {
    return terminal.live();
  }

  /** What steers the terminal and is no line. */
  void raw(String text) {
    out.print(text);
    out.flush();
  }
}
