/**
 * Judges what agents have observed: readiness, data loss, how to rejoin, whether the primary is
 * down.
 *
 * <p>Pure functions, except {@link dev.baton.assessment.PairSnapshot} and the collectors of second
 * opinions, which read from hosts and change nothing.
 */
@NullMarked
package dev.baton.assessment;

import org.jspecify.annotations.NullMarked;
