/** The control plane's API as the command line calls it. */
@NullMarked
package dev.baton.cli.api;

import org.jspecify.annotations.NullMarked;
