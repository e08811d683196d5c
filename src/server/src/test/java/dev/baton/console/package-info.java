/** The web pages, opened in a real browser. */
@NullMarked
package dev.baton.console;

import org.jspecify.annotations.NullMarked;
