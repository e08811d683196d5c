/** The virtual IP of a pair and whoever answers for it; fencing of a whole host. */
@NullMarked
package dev.baton.agent.network;

import org.jspecify.annotations.NullMarked;
