/** The record over HTTP. */
@NullMarked
package dev.baton.audit.events;

import org.jspecify.annotations.NullMarked;
