/**
 * Measures switchovers, rejoins and fault detection against a baseline that does the bare minimum.
 */
@NullMarked
package dev.baton.bench.switchover;

import org.jspecify.annotations.NullMarked;
