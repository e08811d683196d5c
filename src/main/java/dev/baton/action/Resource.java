package dev.baton.action;

/** A part of a host that one changing action at a time may touch. */
public enum Resource {
  POSTGRES,
  APPLICATION,
  ADDRESS,
  FILES
}
