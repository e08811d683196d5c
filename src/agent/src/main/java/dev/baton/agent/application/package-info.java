/** Actions on the application of a host, and what is read from it. */
@NullMarked
package dev.baton.agent.application;

import org.jspecify.annotations.NullMarked;
