package dev.baton.pair;

/**
 * An event that this version cannot read: a newer one wrote it. It stands in its place in the log,
 * so that whoever does not depend on it goes on.
 *
 * @param why what could not be read, in a sentence without its full stop
 */
public record UnreadableEvent(String why) implements Event {}
