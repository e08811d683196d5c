package dev.baton.pair;

/** Something that happened and is kept for good in the event log. */
public sealed interface Event
    permits PairEvent, HostEvent, AccessEvent, StopEvent, LogEvent, UnreadableEvent {}
