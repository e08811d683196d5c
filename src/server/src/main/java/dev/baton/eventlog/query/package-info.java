/** Search in the log by index ranges. */
@NullMarked
package dev.baton.eventlog.query;

import org.jspecify.annotations.NullMarked;
