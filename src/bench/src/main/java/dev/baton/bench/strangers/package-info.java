/** Measures what connections without certificate or token cost those that have one. */
@NullMarked
package dev.baton.bench.strangers;

import org.jspecify.annotations.NullMarked;
