/** Measures the event log against plain PostgreSQL. */
@NullMarked
package dev.baton.bench.log;

import org.jspecify.annotations.NullMarked;
