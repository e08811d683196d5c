/**
 * Domain model: names, the events of a pair, and the state folded from them. JDK and protocol only.
 */
@NullMarked
package dev.baton.pair;

import org.jspecify.annotations.NullMarked;
