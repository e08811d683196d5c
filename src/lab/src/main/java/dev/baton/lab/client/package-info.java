/** A client of the service and of the API, and the rows that were acknowledged to it. */
@NullMarked
package dev.baton.lab.client;

import org.jspecify.annotations.NullMarked;
