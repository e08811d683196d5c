/** What an operator types: {@code baton} and its commands. */
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
