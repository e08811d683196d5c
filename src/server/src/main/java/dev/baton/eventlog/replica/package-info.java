/** Several control planes on one log: leases with epochs, the common clock, hints of new events. */
@NullMarked
package dev.baton.eventlog.replica;

import org.jspecify.annotations.NullMarked;
