/**
 * The control plane's own database where none is configured: a real PostgreSQL in the data folder.
 */
@NullMarked
package dev.baton.embedded;

import org.jspecify.annotations.NullMarked;
