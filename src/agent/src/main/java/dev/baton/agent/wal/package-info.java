/** The write-ahead log of a server: its files, and what is in them. */
@NullMarked
package dev.baton.agent.wal;

import org.jspecify.annotations.NullMarked;
