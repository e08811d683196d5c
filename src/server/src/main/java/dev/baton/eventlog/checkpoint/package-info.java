/** Signed checkpoints of the log, kept and pushed outside the database (L10). */
@NullMarked
package dev.baton.eventlog.checkpoint;

import org.jspecify.annotations.NullMarked;
