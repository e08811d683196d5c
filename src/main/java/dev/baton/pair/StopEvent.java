package dev.baton.pair;

/** A fact about the stop of everything; who and why stand beside it, as with every fact. */
public sealed interface StopEvent extends Fact {

  /** Nothing starts on any pair from here on. */
  record StopDeclared() implements StopEvent {}

  /** Operations may start again, and those that were held may be resumed. */
  record StopReleased() implements StopEvent {}
}
