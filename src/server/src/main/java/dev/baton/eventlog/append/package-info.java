/** Appends to the log: group commit, optimistic locking, hash chain. */
@NullMarked
package dev.baton.eventlog.append;

import org.jspecify.annotations.NullMarked;
