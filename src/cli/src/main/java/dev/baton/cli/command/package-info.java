/** One class for each word. */
@NullMarked
package dev.baton.cli.command;

import org.jspecify.annotations.NullMarked;
