/** The event log over HTTP: search, stream, export, verification and checkpoints. */
@NullMarked
package dev.baton.audit.events;

import org.jspecify.annotations.NullMarked;
