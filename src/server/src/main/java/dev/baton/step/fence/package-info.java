/** Steps that make sure that the old primary is off (S1). */
@NullMarked
package dev.baton.step.fence;

import org.jspecify.annotations.NullMarked;
