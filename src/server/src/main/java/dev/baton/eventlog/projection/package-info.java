/** Read models of pairs, operations and hosts; can be rebuilt from the log at any time (L13). */
@NullMarked
package dev.baton.eventlog.projection;

import org.jspecify.annotations.NullMarked;
