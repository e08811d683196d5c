/** Drills: rehearsed switchovers on a throw-away copy of the standby. */
@NullMarked
package dev.baton.drill;

import org.jspecify.annotations.NullMarked;
