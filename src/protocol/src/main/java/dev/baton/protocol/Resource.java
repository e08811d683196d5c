package dev.baton.protocol;

/** A part of a host that one changing action at a time may touch. */
public enum Resource {
  POSTGRES,
  /** The throw-away copy of a database; what is done to it holds up nothing of the database. */
  DRILL,
  APPLICATION,
  ADDRESS,
  FILES,
  /** The way to other hosts. */
  NETWORK,
  /** The power, or the access, of other hosts. */
  FENCING,
  /** What the operator's own commands reach. */
  HOOKS
}
