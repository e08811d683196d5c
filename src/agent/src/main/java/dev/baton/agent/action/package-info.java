/** What every action of an agent is: its parameters, its context, how it refuses. */
@NullMarked
package dev.baton.agent.action;

import org.jspecify.annotations.NullMarked;
