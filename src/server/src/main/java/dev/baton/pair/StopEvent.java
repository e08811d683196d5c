package dev.baton.pair;

/** An event about the emergency stop; who and why stand in the event's envelope. */
public sealed interface StopEvent extends Event {

  /** Nothing starts on any pair from here on. */
  record StopDeclared() implements StopEvent {}

  /** Operations may start again, and those that were held may be resumed. */
  record StopReleased() implements StopEvent {}
}
