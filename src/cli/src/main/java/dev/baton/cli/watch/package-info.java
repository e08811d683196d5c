/** Following an operation until it ends or waits for a person. */
@NullMarked
package dev.baton.cli.watch;

import org.jspecify.annotations.NullMarked;
