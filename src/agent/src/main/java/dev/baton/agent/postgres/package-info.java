/** Actions on the PostgreSQL server of a host, and what is read from it. */
@NullMarked
package dev.baton.agent.postgres;

import org.jspecify.annotations.NullMarked;
