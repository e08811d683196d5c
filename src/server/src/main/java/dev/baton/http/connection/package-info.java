/**
 * Connections to the API: who keeps a place and for how long, and which certificate they are shown.
 */
@NullMarked
package dev.baton.http.connection;

import org.jspecify.annotations.NullMarked;
