/**
 * The moves: one file per kind of step. Each says what it asks of a host, what must be true before,
 * and how its effect can be seen afterwards without asking for it again.
 */
@NullMarked
package dev.baton.step;

import org.jspecify.annotations.NullMarked;
