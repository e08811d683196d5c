/** Steps of a drill, all on a throw-away copy of the standby. */
@NullMarked
package dev.baton.step.drill;

import org.jspecify.annotations.NullMarked;
