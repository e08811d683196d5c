/** Steps that move the virtual IP of a pair (S2). */
@NullMarked
package dev.baton.step.address;

import org.jspecify.annotations.NullMarked;
