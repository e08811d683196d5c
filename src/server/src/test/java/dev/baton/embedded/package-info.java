/** The embedded database, tried for real, and what other tests need of it. */
@NullMarked
package dev.baton.embedded;

import org.jspecify.annotations.NullMarked;
