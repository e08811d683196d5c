/**
 * The agent: a small program on each host that does what its policy file names and nothing else.
 * The JDK is all it needs, so that a host gets one jar.
 *
 * <p>An order is checked ({@link dev.baton.agent.order.OrderAdmission}), written down ({@link
 * dev.baton.agent.order.Journal}), done ({@link dev.baton.agent.order.ActionExecutor}) and written
 * down again. The agent never starts anything, promotes or takes an address by itself, at boot or
 * later.
 */
@NullMarked
package dev.baton.agent;

import org.jspecify.annotations.NullMarked;
