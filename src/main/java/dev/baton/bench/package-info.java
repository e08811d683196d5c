/** Measures the record against plain PostgreSQL, in one run on a database of its own. */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
