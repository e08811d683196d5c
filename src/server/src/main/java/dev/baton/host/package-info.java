/**
 * Access to the agents: orders, readings and observations over mutual TLS, and the last known
 * health of each host.
 */
@NullMarked
package dev.baton.host;

import org.jspecify.annotations.NullMarked;
