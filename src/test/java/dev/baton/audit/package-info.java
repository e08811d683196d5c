/** The record over HTTP. */
@NullMarked
package dev.baton.audit;

import org.jspecify.annotations.NullMarked;
