/** Steps on the application of a pair and its files. */
@NullMarked
package dev.baton.step.application;

import org.jspecify.annotations.NullMarked;
