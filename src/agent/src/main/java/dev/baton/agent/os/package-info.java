/** Processes, files, accounts and time of the host; knows nothing of Baton. */
@NullMarked
package dev.baton.agent.os;

import org.jspecify.annotations.NullMarked;
