/** A throw-away copy of the standby, made, promoted, looked at and removed. */
@NullMarked
package dev.baton.agent.drill;

import org.jspecify.annotations.NullMarked;
