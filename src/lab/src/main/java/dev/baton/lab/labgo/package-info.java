/**
 * A stand-in for a GoCD server. It runs on the hosts of a lab on the JDK and the PostgreSQL driver
 * alone.
 */
@NullMarked
package dev.baton.lab.labgo;

import org.jspecify.annotations.NullMarked;
