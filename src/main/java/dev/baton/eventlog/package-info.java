/** The record: append, read and verify the one append-only log of events. */
@NullMarked
package dev.baton.eventlog;

import org.jspecify.annotations.NullMarked;
