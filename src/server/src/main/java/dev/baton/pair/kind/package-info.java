/** Kinds of operations, switchovers, rejoins and split brains; their words are in log and API. */
@NullMarked
package dev.baton.pair.kind;

import org.jspecify.annotations.NullMarked;
