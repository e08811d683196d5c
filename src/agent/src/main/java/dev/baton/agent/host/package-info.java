/** All resources of one host together: what is seen of them and what can be done to them. */
@NullMarked
package dev.baton.agent.host;

import org.jspecify.annotations.NullMarked;
