/** Files that are copied from one agent to another. */
@NullMarked
package dev.baton.agent.files;

import org.jspecify.annotations.NullMarked;
