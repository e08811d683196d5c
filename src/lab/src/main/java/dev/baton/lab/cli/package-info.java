/** The commands {@code demo} and {@code lab}. */
@NullMarked
package dev.baton.lab.cli;

import org.jspecify.annotations.NullMarked;
