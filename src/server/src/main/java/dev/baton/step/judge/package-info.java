/** Steps that only look: readiness, second opinions, the loss that is quoted, the old primary. */
@NullMarked
package dev.baton.step.judge;

import org.jspecify.annotations.NullMarked;
