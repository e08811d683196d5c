/** The boot guard: whether database, application and address of a host may be up (S6). */
@NullMarked
package dev.baton.agent.guard;

import org.jspecify.annotations.NullMarked;
