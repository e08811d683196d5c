/**
 * The contract between control plane and agents: what an agent can be asked and what it can answer.
 * JDK only, because it is packed into the agent.
 */
@NullMarked
package dev.baton.protocol;

import org.jspecify.annotations.NullMarked;
