/**
 * The vocabulary: names, the facts about a pair, and the state that follows from them. Plain Java.
 */
@NullMarked
package dev.baton.pair;

import org.jspecify.annotations.NullMarked;
