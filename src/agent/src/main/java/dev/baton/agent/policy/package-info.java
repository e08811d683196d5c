/** The policy file of a host: every key, its default and what is wrong with a value. */
@NullMarked
package dev.baton.agent.policy;

import org.jspecify.annotations.NullMarked;
