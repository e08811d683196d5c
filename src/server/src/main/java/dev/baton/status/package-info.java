/** What is true of a pair now: roles, replication, files, readiness, and drift. */
@NullMarked
package dev.baton.status;

import org.jspecify.annotations.NullMarked;
