/** Mutual TLS of the agent, and who the other side is. */
@NullMarked
package dev.baton.agent.tls;

import org.jspecify.annotations.NullMarked;
