/** Which control plane is meant: options, environment, contexts. */
@NullMarked
package dev.baton.cli.context;

import org.jspecify.annotations.NullMarked;
