/** Steps on the databases of a pair. */
@NullMarked
package dev.baton.step.database;

import org.jspecify.annotations.NullMarked;
