/** Two sites in memory, behind agents that are held to the same contract as the real one. */
@NullMarked
package dev.baton.world;

import org.jspecify.annotations.NullMarked;
