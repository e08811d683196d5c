/** What an operation did, for people: steps, waits, service gap, data loss, waterfall. */
@NullMarked
package dev.baton.audit.report;

import org.jspecify.annotations.NullMarked;
