/**
 * Kinds of steps that plans are made of. Each says what it asks of a host, what must be true
 * before, and how its effect can be seen afterwards without asking for it again.
 *
 * <p>Steps that are one action are rows of {@link dev.baton.step.SingleActionTable}; the others are
 * classes in the packages below.
 */
@NullMarked
package dev.baton.step;

import org.jspecify.annotations.NullMarked;
