package dev.baton.pair;

/** A pause or abort that was requested of a running operation and not acted on yet. */
public sealed interface PendingRequest {

  /** Nothing: it goes on by its plan. */
  record Nothing() implements PendingRequest {}

  /** That it starts nothing new; taken back by a resume. */
  record Pause(String why) implements PendingRequest {}

  /** That it ends as soon as it safely can. */
  record Abort() implements PendingRequest {}
}
