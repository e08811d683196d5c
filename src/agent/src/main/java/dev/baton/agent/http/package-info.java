/** The HTTPS server of an agent and its routes. */
@NullMarked
package dev.baton.agent.http;

import org.jspecify.annotations.NullMarked;
