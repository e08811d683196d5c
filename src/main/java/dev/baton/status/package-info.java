/**
 * What is true of a pair now: roles, replication, files, readiness, and where record and world
 * differ.
 */
@NullMarked
package dev.baton.status;

import org.jspecify.annotations.NullMarked;
