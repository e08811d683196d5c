/** What all commands share. */
@NullMarked
package dev.baton.cli.session;

import org.jspecify.annotations.NullMarked;
