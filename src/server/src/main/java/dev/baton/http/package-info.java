/**
 * What all resources share: problems, the idempotency key, the caller, the roles and the published
 * API document.
 *
 * <p>A resource reads, decides, appends and answers; everything that could go wrong around that is
 * answered here, always as an RFC 9457 problem and never with a stack trace.
 */
@NullMarked
package dev.baton.http;

import org.jspecify.annotations.NullMarked;
