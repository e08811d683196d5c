/** What is printed, and to whom: a person at a terminal, or a program. */
@NullMarked
package dev.baton.cli.screen;

import org.jspecify.annotations.NullMarked;
