/** Whom the agent obeys: one installation and one pair. */
@NullMarked
package dev.baton.agent.binding;

import org.jspecify.annotations.NullMarked;
