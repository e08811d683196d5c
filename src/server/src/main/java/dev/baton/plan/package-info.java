/** Puts steps together: the catalogue of kinds, the builder of plans, the graceful switchover. */
@NullMarked
package dev.baton.plan;

import org.jspecify.annotations.NullMarked;
