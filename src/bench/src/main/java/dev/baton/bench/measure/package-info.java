/** A figure, its goal and the report of all figures. */
@NullMarked
package dev.baton.bench.measure;

import org.jspecify.annotations.NullMarked;
