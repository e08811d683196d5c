/** Moving service to the other site: what is asked, what is refused, and the plan for it. */
@NullMarked
package dev.baton.switchover;

import org.jspecify.annotations.NullMarked;
