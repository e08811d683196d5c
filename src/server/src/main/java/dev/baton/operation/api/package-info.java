/** Operations over HTTP: start, list, show, move, stop. */
@NullMarked
package dev.baton.operation.api;

import org.jspecify.annotations.NullMarked;
