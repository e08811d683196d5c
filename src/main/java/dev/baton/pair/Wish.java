package dev.baton.pair;

/** What was asked of an operation under way and has not been acted on yet. */
public sealed interface Wish {

  /** Nothing: it goes on by its plan. */
  record Nothing() implements Wish {}

  /** That it starts nothing new; taken back by a resume. */
  record Pause(String why) implements Wish {}

  /** That it ends as soon as it safely can. */
  record Abort() implements Wish {}
}
