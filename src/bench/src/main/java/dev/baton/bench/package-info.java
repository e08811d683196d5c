/**
 * Measures the event log against plain PostgreSQL, and switchovers against the least that has to be
 * done; each in one run, on a database and hosts of its own.
 */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
